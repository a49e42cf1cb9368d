-- A full-length array becomes one element when all its elements are equal.
create or replace function uniform(elements anyarray) returns anyarray
    language sql immutable strict parallel safe as
$$
    select case when elements = array_fill(elements[1], array[cardinality(elements)]) then elements[1:1] else elements end
$$;

-- The cubes of indicators, made from the revisions: the published, public, released answer at an instant.
-- The read model and every asOf answer come from here, so they cannot differ.
--   wanted   indicators
--   as_of    instant; null: now
--   rounded  true: figures at the indicator's decimals; false: as stored, for calculations
create or replace function observation_cubes(wanted integer[], as_of timestamptz, rounded boolean)
    returns table (
        indicator_id integer, breakdown text, data_version bigint, territory_ids integer[], periods text[], figures double precision[],
        cells smallint[], revisions integer[], qualities smallint[], flags smallint[], indicator_version_ids integer[],
        source_ids integer[], note_positions integer[], notes_lv text[], notes_en text[])
    language sql stable as
$$
with published as materialized (
    select o.indicator_id, o.breakdown, o.territory_id, t.identity, o.period::text as period,
           coalesce(case when rounded then round(o.value, v.decimals) else o.value end, 'NaN')::double precision as figure,
           case o.missing_reason when 'notAvailable' then 1 when 'notApplicable' then 2 when 'notYetPublished' then 3
                                 when 'suppressed' then 4 when 'notConvertible' then 5 else 0 end as cell,
           o.revision,
           case o.quality when 'provisional' then 0 when 'final' then 1 else 2 end as quality,
           (o.flags @> array['suspect'])::int + 2 * (o.flags @> array['estimated'])::int
               + 4 * (o.flags @> array['break'])::int + 8 * (o.flags @> array['roundedByProvider'])::int as flags,
           o.indicator_version_id, o.source_id, o.flag_reason_lv, o.flag_reason_en
    from observation_revision o
    join indicator_version v on v.indicator_version_id = o.indicator_version_id
    join territory t on t.territory_id = o.territory_id
    where o.indicator_id = any (wanted)
      and o.workflow = 'published'
      and case when as_of is null then o.superseded_at is null
               else o.recorded_at <= as_of and (o.superseded_at is null or o.superseded_at > as_of) end
      and o.visibility = 'public'
      and (o.embargo_until is null or o.embargo_until <= now())
),
territory_axis as (
    select p.indicator_id, p.breakdown, p.territory_id, p.identity,
           row_number() over (partition by p.indicator_id, p.breakdown order by p.identity collate "C") - 1 as position
    from published p
    group by p.indicator_id, p.breakdown, p.territory_id, p.identity
),
period_axis as (
    select p.indicator_id, p.breakdown, p.period,
           row_number() over (partition by p.indicator_id, p.breakdown order by p.period collate "C") - 1 as position,
           count(*) over (partition by p.indicator_id, p.breakdown) as length
    from published p
    group by p.indicator_id, p.breakdown, p.period
),
grid as (
    select t.indicator_id, t.breakdown, (t.position * a.length + a.position)::integer as position,
           p.figure, p.cell, p.revision, p.quality, p.flags, p.indicator_version_id, p.source_id, p.flag_reason_lv, p.flag_reason_en
    from territory_axis t
    join period_axis a on a.indicator_id = t.indicator_id and a.breakdown = t.breakdown
    left join published p on p.indicator_id = t.indicator_id and p.breakdown = t.breakdown
        and p.territory_id = t.territory_id and p.period = a.period
)
select g.indicator_id, g.breakdown,
       coalesce((select s.data_version from indicator_state s where s.indicator_id = g.indicator_id), 0),
       (select array_agg(t.territory_id order by t.position) from territory_axis t where t.indicator_id = g.indicator_id and t.breakdown = g.breakdown),
       (select array_agg(a.period order by a.position) from period_axis a where a.indicator_id = g.indicator_id and a.breakdown = g.breakdown),
       array_agg(coalesce(g.figure, 'NaN') order by g.position),
       uniform(array_agg(coalesce(g.cell, 9)::smallint order by g.position)),
       uniform(array_agg(coalesce(g.revision, 0) order by g.position)),
       uniform(array_agg(coalesce(g.quality, 1)::smallint order by g.position)),
       uniform(array_agg(coalesce(g.flags, 0)::smallint order by g.position)),
       uniform(array_agg(coalesce(g.indicator_version_id, 0) order by g.position)),
       uniform(array_agg(coalesce(g.source_id, 0) order by g.position)),
       coalesce(array_agg(g.position order by g.position) filter (where g.flag_reason_en is not null), '{}'),
       coalesce(array_agg(g.flag_reason_lv order by g.position) filter (where g.flag_reason_en is not null), '{}'),
       coalesce(array_agg(g.flag_reason_en order by g.position) filter (where g.flag_reason_en is not null), '{}')
from grid g
group by g.indicator_id, g.breakdown
$$;

-- Brings the read model of some indicators in line with their revisions, gives them a new data version and tells every instance.
-- Runs in the transaction that wrote the revisions. One publication at a time, so that versions become visible in their order:
-- whoever has seen a version has seen every smaller one.
create or replace function publish_observation_cubes(changed integer[]) returns void
    language plpgsql as
$$
begin
    perform pg_advisory_xact_lock(hashtext('benchlearning.publish'));

    insert into indicator_state (indicator_id, data_version, changed_at)
    select c.indicator_id, nextval('data_version_sequence'), clock_timestamp()
    from unnest(changed) as c (indicator_id)
    order by c.indicator_id
    on conflict (indicator_id) do update set data_version = excluded.data_version, changed_at = excluded.changed_at;

    delete from observation_cube where indicator_id = any (changed);
    insert into observation_cube select * from observation_cubes(changed, null, true);
    perform pg_notify('benchlearning_changed', 'data');
end
$$;
