-- What the scripts of this folder add up to. Written by a test; never edit it, and never run it.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE DOMAIN public.audit_action AS text COLLATE pg_catalog."C"
	CONSTRAINT audit_action_check CHECK (((VALUE ~ '^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$'::text) AND (length(VALUE) <= 80)));
CREATE DOMAIN public.period_code AS text COLLATE pg_catalog."C"
	CONSTRAINT period_code_check CHECK ((VALUE ~ '^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$'::text));
CREATE FUNCTION public.access_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_notify('benchlearning_access', '');
    return null;
end
$$;
CREATE FUNCTION public.acting_organisations(codes text[]) RETURNS SETOF integer
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
select h.organisation_id
from organisation h
where h.code = any (codes)
union
select o.organisation_id
from organisation h
join reached_territory r on r.territory_id = h.territory_id
join organisation o on o.territory_id = r.reached_id
where h.code = any (codes)
$$;
CREATE FUNCTION public.approved_minutes_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'minutes % are approved, and never change', old.minutes_id;
end
$$;
CREATE FUNCTION public.audit_erasure_digest(erasure uuid, OUT entries bigint, OUT digest text) RETURNS record
    LANGUAGE sql STABLE
    AS $$
    select count(*),
           encode(sha256(coalesce(string_agg(
               convert_to(
                   public.audit_field(e.number::text) || public.audit_field(case when e.who_forgotten_by = erasure then e.actor end)
                       || public.audit_field(case when e.who_forgotten_by is distinct from erasure then 'details' when e.details_forgotten_by = erasure then 'both' else 'who' end), 'UTF8'),
               ''::bytea order by e.number), ''::bytea)), 'hex')
    from public.audit_entry e
    where e.who_forgotten_by = erasure or e.details_forgotten_by = erasure
$$;
CREATE FUNCTION public.audit_field(field text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (COALESCE((((octet_length(field))::text || ':'::text) || field), '-'::text) || ','::text);
CREATE FUNCTION public.carry_out_releases() RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    due record;
    carried_out integer := 0;
    at timestamptz;
    changed integer[];
begin
    if not exists (select from release where released_at is null and releases_at <= clock_timestamp()) then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtext('benchlearning.import'));
    for due in
        select r.release_id, r.code, r.quality
        from release r
        where r.released_at is null and r.releases_at <= clock_timestamp()
        order by r.releases_at, r.release_id
        for update
    loop
        at := clock_timestamp();
        create temporary table due_observation on commit drop as
        select o.* from observation_revision o where o.release_id = due.release_id and o.workflow = 'verified' and o.superseded_at is null;
        update observation_revision o
        set superseded_at = at
        from due_observation d
        where o.indicator_id = d.indicator_id and o.territory_id = d.territory_id and o.period = d.period and o.breakdown = d.breakdown
          and o.superseded_at is null and (o.workflow = 'published' or o.revision = d.revision);
        insert into observation_revision (
            indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, missing_reason, workflow, quality,
            flags, flag_reason_lv, flag_reason_en, visibility, network_id, source_id, import_id, release_id, original_revision, recorded_at,
            recorded_by, reason)
        select d.indicator_id, d.territory_id, d.period, d.breakdown,
               (select max(o.revision) + 1 from observation_revision o
                where o.indicator_id = d.indicator_id and o.territory_id = d.territory_id and o.period = d.period and o.breakdown = d.breakdown),
               d.indicator_version_id, d.territory_version_id, d.value,
               d.missing_reason, 'published', due.quality, d.flags, d.flag_reason_lv, d.flag_reason_en, d.visibility, d.network_id, d.source_id, d.import_id,
               due.release_id, d.original_revision, at, d.recorded_by, d.reason
        from due_observation d
        order by d.indicator_id, d.territory_id, d.period, d.breakdown;
        select array_agg(distinct d.indicator_id) into changed from due_observation d;
        drop table due_observation;
        if changed is not null then
            perform publish_observation_cubes(changed);
        end if;
        update release set released_at = at where release_id = due.release_id;
        insert into change (kind, subject, action, recorded_at) values ('release', due.code, 'released', at);
        carried_out := carried_out + 1;
    end loop;
    return carried_out;
end
$$;
CREATE FUNCTION public.catalogue_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update catalogue_state set version = version + 1, changed_at = clock_timestamp();
    perform pg_notify('benchlearning_changed', 'catalogue');
    return null;
end
$$;
CREATE FUNCTION public.cells_by_level(of_indicator_id integer, by_territory_id integer, by_from text, by_to text, by_breakdown text) RETURNS jsonb
    LANGUAGE sql STABLE
    AS $$
select coalesce(jsonb_object_agg(l.visibility, l.cells), '{}')
from (select c.visibility, count(*) as cells
      from (select distinct o.territory_id, o.period, o.breakdown, o.visibility
            from observation_revision o
            where o.indicator_id = of_indicator_id and o.superseded_at is null and o.workflow in ('published', 'verified')
              and is_covered(o.territory_id, o.period, o.breakdown, by_territory_id, by_from, by_to, by_breakdown)) c
      group by c.visibility) l
$$;
CREATE FUNCTION public.chain_audit_entries(most integer, waits boolean) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
    one record;
    place bigint;
    latest bytea;
    chained public.audit_entry[] := '{}';
    done bigint[] := '{}';
begin
    if not exists (select from public.audit_pending) then
        return 0;
    end if;
    if waits then
        perform pg_advisory_xact_lock(hashtext('benchlearning.audit_chain'));
    elsif not pg_try_advisory_xact_lock(hashtext('benchlearning.audit_chain')) then
        return 0;
    end if;
    select h.length, h.hash into strict place, latest from public.audit_head h for update;
    for one in
        with salted as materialized (
            select p.*, uuid_send(gen_random_uuid()) as who_salt, uuid_send(gen_random_uuid()) as details_salt
            from public.audit_pending p
            order by p.audit_pending_id
            limit most)
        select s.*,
               sha256(s.who_salt || convert_to(
                   public.audit_field(s.actor) || public.audit_field(s.key_prefix) || public.audit_field(s.address) || public.audit_field(s.user_agent), 'UTF8')) as who_commitment,
               sha256(s.details_salt || convert_to(
                   public.audit_field(s.reason) || public.audit_field(s.before::text) || public.audit_field(s.after::text), 'UTF8')) as details_commitment,
               public.audit_field(to_char(s.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) || public.audit_field(s.actor_kind) || public.audit_field(s.action)
                   || public.audit_field(s.subject) || public.audit_field(s.outcome) || public.audit_field(s.trace_id) as said
        from salted s
        order by s.audit_pending_id
    loop
        place := place + 1;
        latest := sha256(latest || convert_to(
            public.audit_field(place::text) || one.said || public.audit_field(encode(one.who_commitment, 'hex')) || public.audit_field(encode(one.details_commitment, 'hex')), 'UTF8'));
        chained := chained || row(
            place, one.occurred_at, one.actor_kind, one.action, one.subject, one.outcome, one.trace_id, one.who_commitment, one.details_commitment, latest,
            one.who_salt, one.actor, one.key_prefix, one.address, one.user_agent, null, one.details_salt, one.reason, one.before, one.after, null)::public.audit_entry;
        done := done || one.audit_pending_id;
    end loop;
    insert into public.audit_entry
    select *
    from unnest(chained);
    delete from public.audit_pending where audit_pending_id = any (done);
    update public.audit_head set length = place, hash = latest, chained_at = clock_timestamp();
    return cardinality(done);
end
$$;
CREATE FUNCTION public.classify_observations(of_indicator_id integer, by_territory_id integer, by_from text, by_to text, by_breakdown text, to_visibility text, to_network_id integer, by_reason text, by_actor text) RETURNS integer
    LANGUAGE plpgsql
    AS $$
declare
    at constant timestamptz := clock_timestamp();
    before constant jsonb := cells_by_level(of_indicator_id, by_territory_id, by_from, by_to, by_breakdown);
    history_changed boolean;
    number integer;
begin
    create temporary table reclassified on commit drop as
    select o.territory_id, o.territory_version_id, o.period, o.breakdown, o.revision, o.workflow, o.superseded_at, o.visibility, o.network_id
    from observation_revision o
    where o.indicator_id = of_indicator_id
      and is_covered(o.territory_id, o.period, o.breakdown, by_territory_id, by_from, by_to, by_breakdown)
      and (o.visibility, o.network_id) is distinct from (to_visibility, to_network_id);
    analyze reclassified;
    update observation_revision o
    set visibility = to_visibility, network_id = to_network_id
    from reclassified r
    where o.indicator_id = of_indicator_id and o.territory_id = r.territory_id and o.period = r.period and o.breakdown = r.breakdown and o.revision = r.revision;
    insert into level_change (
        indicator_id, territory_id, territory_version_id, period, breakdown, revision, is_waiting, from_visibility, from_network_id, to_visibility, to_network_id, recorded_at)
    select of_indicator_id, r.territory_id, r.territory_version_id, r.period, r.breakdown, r.revision, r.workflow = 'verified', r.visibility, r.network_id, to_visibility, to_network_id, at
    from reclassified r
    where r.superseded_at is null and r.workflow in ('published', 'verified')
    order by r.territory_id, r.period, r.breakdown;
    select exists (select from reclassified r where r.workflow in ('published', 'withdrawn') and (r.visibility = 'public') <> (to_visibility = 'public'))
    into history_changed;
    drop table reclassified;
    insert into classification (
        indicator_id, territory_id, period_from, period_to, breakdown, visibility, network_id, reason, cells_before, cells_after, classified_at, classified_by)
    values (
        of_indicator_id, by_territory_id, by_from, by_to, by_breakdown, to_visibility, to_network_id, by_reason, before,
        cells_by_level(of_indicator_id, by_territory_id, by_from, by_to, by_breakdown), at, by_actor)
    returning classification_id into number;
    perform publish_observation_cubes(array[of_indicator_id], history_changed);
    return number;
end
$$;
CREATE FUNCTION public.corrected_original(of_indicator_id integer, of_territory_id integer, of_period text, of_breakdown text, of_revision integer) RETURNS TABLE(value numeric, missing_reason text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
select h.value, h.missing_reason
from seen_observation o
join observation_revision h
    on h.indicator_id = o.indicator_id and h.territory_id = o.territory_id and h.period = o.period and h.breakdown = o.breakdown and h.revision = o.original_revision
where o.indicator_id = of_indicator_id and o.territory_id = of_territory_id and o.period = of_period and o.breakdown = of_breakdown and o.revision = of_revision
  and o.correction_id is not null
$$;
CREATE FUNCTION public.folded(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, words));
CREATE FUNCTION public.forget_old_readers(before_instant timestamp with time zone, most integer, OUT erasure uuid, OUT entries bigint, OUT digest text) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
    salt bytea := uuid_send(gen_random_uuid());
begin
    perform pg_advisory_xact_lock(hashtext('benchlearning.audit_chain'));
    erasure := gen_random_uuid();
    update public.audit_entry e
    set actor = case when e.actor_kind = 'person' then 'reader:' || left(encode(sha256(salt || convert_to(e.actor, 'UTF8')), 'hex'), 12) else e.actor end,
        who_salt = null, key_prefix = null, address = null, user_agent = null, who_forgotten_by = erasure
    where e.number in (
        select o.number
        from public.audit_entry o
        where o.occurred_at < before_instant and o.action like 'read.%' and o.who_forgotten_by is null
        order by o.occurred_at
        limit most);
    select * into entries, digest from public.audit_erasure_digest(erasure);
end
$$;
CREATE FUNCTION public.forget_person_in_audit(forgotten bigint, OUT erasure uuid, OUT entries bigint, OUT digest text) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
declare
    pseudonym text := 'person:' || forgotten;
    about text := 'person/' || forgotten;
begin
    perform public.chain_audit_entries(2147483647, true);
    perform pg_advisory_xact_lock(hashtext('benchlearning.audit_chain'));
    erasure := gen_random_uuid();
    update public.audit_entry
    set who_salt = null, key_prefix = null, address = null, user_agent = null, who_forgotten_by = erasure
    where actor = pseudonym and who_forgotten_by is null;
    update public.audit_entry
    set details_salt = null, reason = null, before = null, after = null, details_forgotten_by = erasure
    where (subject = about or subject like about || '/%') and action <> 'person.erase' and details_forgotten_by is null;
    select * into entries, digest from public.audit_erasure_digest(erasure);
end
$$;
CREATE FUNCTION public.frozen_sets_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'the indicator set % is frozen, and never changes', old.indicator_set_id;
end
$$;
CREATE FUNCTION public.group_aggregate_basis(of_indicator_id integer, of_period text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
select md5(coalesce(string_agg(concat_ws(':', o.territory_id, trim_scale(o.value), o.visibility, o.network_id), ',' order by o.territory_id), ''))
from observation_revision o
where o.indicator_id = of_indicator_id and o.period = of_period and o.breakdown = '' and o.superseded_at is null
  and o.workflow = 'published' and o.value is not null and (o.embargo_until is null or o.embargo_until <= now())
$$;
CREATE FUNCTION public.guard_audit() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
    calls text;
begin
    get diagnostics calls = pg_context;
    if not exists (select from unnest(tg_argv) allowed where strpos(E'\n' || calls, E'\nPL/pgSQL function public.' || allowed || ' line ') > 0) then
        raise exception 'Nobody may % % but: %.', lower(tg_op), tg_table_name, array_to_string(tg_argv, ', ') using errcode = 'insufficient_privilege';
    end if;
    return null;
end
$$;
CREATE FUNCTION public.is_covered(territory_id integer, period text, breakdown text, by_territory_id integer, by_from text, by_to text, by_breakdown text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((by_territory_id IS NULL) OR (by_territory_id = territory_id)) AND ((by_from IS NULL) OR ((period COLLATE "C") >= (by_from COLLATE "C"))) AND ((by_to IS NULL) OR (("left"(period, length(by_to)) COLLATE "C") <= (by_to COLLATE "C"))) AND ((by_breakdown IS NULL) OR (by_breakdown = breakdown)));
CREATE FUNCTION public.keep_mapping_rule_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into mapping_rule_version (
        mapping_rule_id, version, indicator_id, territory_id, breakdown, factor, unit_note, is_ignored, recorded_at, recorded_by, reason)
    values (
        new.mapping_rule_id, new.version, new.indicator_id, new.territory_id, new.breakdown, new.factor, new.unit_note, new.is_ignored, new.recorded_at,
        new.recorded_by, new.reason);
    return null;
end
$$;
CREATE FUNCTION public.last_followed_number() RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
select greatest((select max(change_number) from followed_observation), (select max(change_number) from followed_level_change), (select max(change_number) from change), 0)
$$;
CREATE FUNCTION public.latest_change_number() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
select greatest((select max(change_number) from observation_revision), (select max(change_number) from level_change), (select max(change_number) from change), 0)
$$;
CREATE FUNCTION public.latvian_order(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(regexp_replace(translate(lower(words), 'āčēģīķļņšūž'::text, 'ACEGIKLNSUZ'::text), '([ACEGIKLNSUZ])'::text, '\1{'::text, 'g'::text));
CREATE FUNCTION public.level_new_observations() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if exists (select from classification) then
        update observation_revision o
        set visibility = l.visibility, network_id = l.network_id
        from new_observation n
        cross join lateral (
            select c.visibility, c.network_id
            from classification c
            where c.indicator_id = n.indicator_id
              and is_covered(n.territory_id, n.period, n.breakdown, c.territory_id, c.period_from, c.period_to, c.breakdown)
            order by c.classification_id desc
            limit 1) l
        where n.indicator_id in (select c.indicator_id from classification c)
          and o.indicator_id = n.indicator_id and o.territory_id = n.territory_id and o.period = n.period and o.breakdown = n.breakdown and o.revision = n.revision
          and (o.visibility, o.network_id) is distinct from (l.visibility, l.network_id);
    end if;
    return null;
end
$$;
CREATE FUNCTION public.lock_change_numbers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_advisory_xact_lock(hashtext('benchlearning.change_number'));
    return null;
end
$$;
CREATE FUNCTION public.observation_cubes(wanted integer[], as_of timestamp with time zone, rounded boolean) RETURNS TABLE(indicator_id integer, breakdown text, data_version bigint, territory_ids integer[], periods text[], figures double precision[], cells smallint[], revisions integer[], qualities smallint[], flags smallint[], indicator_version_ids integer[], source_ids integer[], note_positions integer[], notes_lv text[], notes_en text[])
    LANGUAGE sql STABLE
    SET jit TO 'off'
    AS $$
with waiting as materialized (
    select o.indicator_id, o.territory_id, o.period, o.breakdown
    from seen_observation o
    where o.indicator_id = any (wanted)
      and o.workflow = 'verified'
      and case when as_of is null then o.superseded_at is null
               else o.recorded_at <= as_of and (o.superseded_at is null or o.superseded_at > as_of) end
),
published as materialized (
    select o.indicator_id, o.breakdown, o.territory_id, t.identity, o.period::text as period,
           coalesce(case when rounded then round(o.value, v.decimals) else o.value end, 'NaN')::double precision as figure,
           case o.missing_reason when 'notAvailable' then 1 when 'notApplicable' then 2 when 'notYetPublished' then 3
                                 when 'suppressed' then 4 when 'notConvertible' then 5 else 0 end as cell,
           o.revision,
           case o.quality when 'provisional' then 0 when 'final' then 1 else 2 end as quality,
           (o.flags @> array['suspect'])::int + 2 * (o.flags @> array['estimated'])::int
               + 4 * (o.flags @> array['break'])::int + 8 * (o.flags @> array['roundedByProvider'])::int as flags,
           o.indicator_version_id, o.source_id, o.flag_reason_lv, o.flag_reason_en
    from seen_observation o
    join indicator_version v on v.indicator_version_id = o.indicator_version_id
    join territory t on t.territory_id = o.territory_id
    where o.indicator_id = any (wanted)
      and (o.workflow = 'verified'
           or (o.workflow = 'published'
               and (o.indicator_id, o.territory_id, o.period, o.breakdown) not in (select w.indicator_id, w.territory_id, w.period, w.breakdown from waiting w)))
      and case when as_of is null then o.superseded_at is null
               else o.recorded_at <= as_of and (o.superseded_at is null or o.superseded_at > as_of) end
),
placed as materialized (
    select p.*,
           (dense_rank() over (partition by p.indicator_id, p.breakdown order by p.identity collate "C"))::integer as row_number,
           (dense_rank() over (partition by p.indicator_id, p.breakdown order by p.period collate "C"))::integer as column_number
    from published p
),
size as materialized (
    select p.indicator_id, p.breakdown, max(p.row_number) as rows, max(p.column_number) as columns
    from placed p
    group by p.indicator_id, p.breakdown
),
positioned as materialized (
    select p.*, (p.row_number - 1) * max(p.column_number) over (partition by p.indicator_id, p.breakdown) + p.column_number - 1 as position
    from placed p
),
gap as (
    select s.indicator_id, s.breakdown, n as position
    from size s
    cross join lateral generate_series(0, s.rows * s.columns - 1) as n
    except
    select p.indicator_id, p.breakdown, p.position
    from positioned p
),
cell as (
    select p.indicator_id, p.breakdown, p.position, p.figure, p.cell, p.revision, p.quality, p.flags, p.indicator_version_id, p.source_id,
           p.flag_reason_lv, p.flag_reason_en
    from positioned p
    union all
    select g.indicator_id, g.breakdown, g.position, 'NaN', 9, 0, 1, 0, 0, 0, null, null
    from gap g
    order by 1, 2, 3
),
cube as materialized (
    select c.indicator_id, c.breakdown,
           array_agg(c.figure) as figures,
           array_agg(c.cell::smallint) as cells,
           array_agg(c.revision) as revisions,
           array_agg(c.quality::smallint) as qualities,
           array_agg(c.flags::smallint) as flags,
           array_agg(c.indicator_version_id) as indicator_version_ids,
           array_agg(c.source_id) as source_ids,
           array_agg(c.position) filter (where c.flag_reason_en is not null) as note_positions,
           array_agg(c.flag_reason_lv) filter (where c.flag_reason_en is not null) as notes_lv,
           array_agg(c.flag_reason_en) filter (where c.flag_reason_en is not null) as notes_en
    from cell c
    group by c.indicator_id, c.breakdown
),
territory_axis as materialized (
    select d.indicator_id, d.breakdown, array_agg(d.territory_id order by d.row_number) as territory_ids
    from (select distinct p.indicator_id, p.breakdown, p.row_number, p.territory_id from placed p) d
    group by d.indicator_id, d.breakdown
),
period_axis as materialized (
    select d.indicator_id, d.breakdown, array_agg(d.period order by d.column_number) as periods
    from (select distinct p.indicator_id, p.breakdown, p.column_number, p.period from placed p) d
    group by d.indicator_id, d.breakdown
)
select c.indicator_id, c.breakdown, coalesce(s.data_version, 0), t.territory_ids, p.periods, c.figures,
       uniform(c.cells), uniform(c.revisions), uniform(c.qualities), uniform(c.flags), uniform(c.indicator_version_ids), uniform(c.source_ids),
       coalesce(c.note_positions, '{}'), coalesce(c.notes_lv, '{}'), coalesce(c.notes_en, '{}')
from cube c
join territory_axis t on t.indicator_id = c.indicator_id and t.breakdown = c.breakdown
join period_axis p on p.indicator_id = c.indicator_id and p.breakdown = c.breakdown
left join indicator_state s on s.indicator_id = c.indicator_id
$$;
CREATE FUNCTION public.period_end(period text) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN (period ~~ '____-Q_'::text) THEN ((make_date(("left"(period, 4))::integer, (("right"(period, 1))::integer * 3), 1) + '1 mon -1 days'::interval))::date WHEN (period ~~ '____-__'::text) THEN ((make_date(("left"(period, 4))::integer, ("right"(period, 2))::integer, 1) + '1 mon -1 days'::interval))::date ELSE make_date((period)::integer, 12, 31) END;
CREATE TABLE public.observation_cube (
    indicator_id integer NOT NULL,
    breakdown text NOT NULL COLLATE pg_catalog."C",
    data_version bigint NOT NULL,
    territory_ids integer[] NOT NULL,
    periods text[] NOT NULL,
    figures double precision[] NOT NULL,
    cells smallint[] NOT NULL,
    revisions integer[] NOT NULL,
    qualities smallint[] NOT NULL,
    flags smallint[] NOT NULL,
    indicator_version_ids integer[] NOT NULL,
    source_ids integer[] NOT NULL,
    note_positions integer[] NOT NULL,
    notes_lv text[] NOT NULL,
    notes_en text[] NOT NULL
);
CREATE FUNCTION public.public_observation_cubes(wanted integer[]) RETURNS SETOF public.observation_cube
    LANGUAGE plpgsql
    AS $$
declare
    reach constant text := current_setting('benchlearning.reach', true);
begin
    perform set_config('benchlearning.reach', '', true);
    return query select * from observation_cubes(wanted, null, true);
    perform set_config('benchlearning.reach', coalesce(reach, ''), true);
end
$$;
CREATE FUNCTION public.publish_observation_cubes(changed integer[], history_changed boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    differing integer[];
    withdrawn integer[];
begin
    perform pg_advisory_xact_lock(hashtext('benchlearning.publish'));
    withdrawn := withdraw_group_aggregates(changed);
    create temporary table fresh_cube on commit drop as select * from public_observation_cubes(changed);
    if history_changed then
        differing := changed;
    else
        differing := array(
            select distinct coalesce(f.indicator_id, h.indicator_id)
            from fresh_cube f
            full join (select * from observation_cube c where c.indicator_id = any (changed)) h on h.indicator_id = f.indicator_id and h.breakdown = f.breakdown
            where (f.territory_ids, f.periods, f.figures, f.cells, f.revisions, f.qualities, f.flags, f.indicator_version_ids, f.source_ids, f.note_positions,
                   f.notes_lv, f.notes_en)
                is distinct from (h.territory_ids, h.periods, h.figures, h.cells, h.revisions, h.qualities, h.flags, h.indicator_version_ids, h.source_ids,
                   h.note_positions, h.notes_lv, h.notes_en)) || withdrawn;
    end if;
    insert into indicator_state (indicator_id, data_version, changed_at, protected_version, protected_changed_at, is_protected)
    select c.indicator_id,
           case when c.indicator_id = any (differing) then nextval('data_version_sequence') else 0 end,
           case when c.indicator_id = any (differing) then clock_timestamp() else 'epoch' end,
           nextval('data_version_sequence'), clock_timestamp(),
           exists (select from observation_revision o
                   where o.indicator_id = c.indicator_id and o.superseded_at is null
                     and (o.workflow = 'verified' or (o.workflow = 'published' and (o.visibility <> 'public' or o.embargo_until > now()))))
    from unnest(changed) as c (indicator_id)
    order by c.indicator_id
    on conflict (indicator_id) do update
    set data_version = case when excluded.data_version > 0 then excluded.data_version else indicator_state.data_version end,
        changed_at = case when excluded.data_version > 0 then excluded.changed_at else indicator_state.changed_at end,
        protected_version = excluded.protected_version, protected_changed_at = excluded.protected_changed_at, is_protected = excluded.is_protected;
    delete from observation_cube where indicator_id = any (differing);
    insert into observation_cube
    select f.indicator_id, f.breakdown, coalesce(s.data_version, 0), f.territory_ids, f.periods, f.figures, f.cells, f.revisions, f.qualities, f.flags,
           f.indicator_version_ids, f.source_ids, f.note_positions, f.notes_lv, f.notes_en
    from fresh_cube f
    left join indicator_state s on s.indicator_id = f.indicator_id
    where f.indicator_id = any (differing);
    drop table fresh_cube;
    perform pg_notify('benchlearning_changed', 'data');
end
$$;
CREATE FUNCTION public.reach_level() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$
select coalesce(substring(current_setting('benchlearning.reach', true) from '^\{"level":"([a-z]+)","territories":\[[0-9,]*\],"networks":\[[0-9,]*\]\}$'), 'public')
$_$;
CREATE FUNCTION public.record_group_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into change (kind, subject, action)
    select 'group', g.code, case when new.version = 1 and tg_op = 'INSERT' then 'created' else 'changed' end
    from territory_group g
    where g.territory_group_id = new.territory_group_id;
    return null;
end
$$;
CREATE FUNCTION public.record_indicator_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into change (kind, subject, action)
    select 'indicator', i.code, case when new.version = 1 and tg_op = 'INSERT' then 'created' else 'changed' end
    from indicator i
    where i.indicator_id = new.indicator_id;
    return null;
end
$$;
CREATE FUNCTION public.record_territory_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into change (kind, subject, action)
    select 'territory', t.identity,
           case when tg_op = 'INSERT' and not exists (select from territory_version v where v.territory_id = new.territory_id and v.territory_version_id <> new.territory_version_id)
                then 'created' else 'changed' end
    from territory t
    where t.territory_id = new.territory_id;
    return null;
end
$$;
CREATE FUNCTION public.seen_levels() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
select case reach_level()
           when 'authorised' then array['public', 'authorised']
           when 'analyst' then array['public', 'authorised', 'network']
           when 'administrator' then array['public', 'authorised', 'network', 'ownMunicipality', 'administrators']
           when 'service' then array['public', 'authorised', 'network', 'ownMunicipality', 'administrators']
           else array['public'] end
$$;
CREATE FUNCTION public.seen_networks() RETURNS integer[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$
select coalesce(string_to_array(nullif(substring(current_setting('benchlearning.reach', true)
           from '^\{"level":"[a-z]+","territories":\[[0-9,]*\],"networks":\[([0-9,]*)\]\}$'), ''), ',')::integer[], '{}')
$_$;
CREATE FUNCTION public.seen_territories() RETURNS integer[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $_$
select coalesce(string_to_array(nullif(substring(current_setting('benchlearning.reach', true)
           from '^\{"level":"[a-z]+","territories":\[([0-9,]*)\],"networks":\[[0-9,]*\]\}$'), ''), ',')::integer[], '{}')
$_$;
CREATE FUNCTION public.sees_embargoed() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
select reach_level() in ('analyst', 'administrator', 'service')
$$;
CREATE FUNCTION public.sees_network(of_network_id integer) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
select reach_level() in ('analyst', 'administrator', 'service') or of_network_id = any (seen_networks())
$$;
CREATE FUNCTION public.uniform(elements anyarray) RETURNS anyarray
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    select case when elements = array_fill(elements[1], array[cardinality(elements)]) then elements[1:1] else elements end
$$;
CREATE FUNCTION public.withdraw_group_aggregates(changed integer[]) RETURNS integer[]
    LANGUAGE plpgsql
    AS $$
declare
    reach constant text := current_setting('benchlearning.reach', true);
    lost integer[];
begin
    if not exists (select from group_aggregate a where a.indicator_id = any (changed) and a.withdrawn_at is null) then
        return '{}';
    end if;
    perform set_config('benchlearning.reach', '{"level":"service","territories":[],"networks":[]}', true);
    with gone as (
        update group_aggregate a
        set withdrawn_at = clock_timestamp(), withdrawn_because = 'changed'
        where a.indicator_id = any (changed) and a.withdrawn_at is null and a.basis <> group_aggregate_basis(a.indicator_id, a.period)
        returning a.indicator_id)
    select coalesce(array_agg(distinct g.indicator_id), '{}') into lost from gone g;
    perform set_config('benchlearning.reach', coalesce(reach, ''), true);
    return lost;
end
$$;
CREATE TABLE public.api_client (
    api_client_id integer NOT NULL,
    name text NOT NULL,
    organisation_id integer NOT NULL,
    issuer text,
    subject text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    disabled_at timestamp with time zone,
    is_demo boolean DEFAULT false NOT NULL,
    idempotency_key text,
    request_hash text,
    CONSTRAINT api_client_check CHECK (((issuer IS NULL) = (subject IS NULL))),
    CONSTRAINT api_client_check1 CHECK (((request_hash IS NULL) = (idempotency_key IS NULL))),
    CONSTRAINT api_client_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT api_client_name_check CHECK ((length(name) <= 200))
);
ALTER TABLE public.api_client ALTER COLUMN api_client_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.api_client_api_client_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.api_key (
    api_key_id bigint NOT NULL,
    api_client_id integer NOT NULL,
    prefix text NOT NULL COLLATE pg_catalog."C",
    secret_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    networks cidr[] DEFAULT '{}'::cidr[] NOT NULL,
    idempotency_key text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by text,
    revoke_reason text,
    last_used_at timestamp with time zone,
    request_hash text,
    replaces_id bigint,
    CONSTRAINT api_key_check CHECK ((expires_at > created_at)),
    CONSTRAINT api_key_check1 CHECK (((revoked_by IS NULL) = (revoked_at IS NULL))),
    CONSTRAINT api_key_check2 CHECK (((revoke_reason IS NULL) = (revoked_at IS NULL))),
    CONSTRAINT api_key_check3 CHECK (((request_hash IS NULL) = (idempotency_key IS NULL))),
    CONSTRAINT api_key_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT api_key_prefix_check CHECK ((prefix ~ '^[a-z0-9]{10}$'::text)),
    CONSTRAINT api_key_scopes_check CHECK (((scopes <@ ARRAY['read'::text, 'submit'::text, 'push'::text, 'audit'::text, 'administer'::text]) AND (cardinality(scopes) > 0))),
    CONSTRAINT api_key_secret_hash_check CHECK ((length(secret_hash) = 32))
);
ALTER TABLE public.api_key ALTER COLUMN api_key_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.api_key_api_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_entry (
    number bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL,
    action public.audit_action NOT NULL,
    subject text NOT NULL,
    outcome text NOT NULL,
    trace_id text,
    who_commitment bytea NOT NULL,
    details_commitment bytea NOT NULL,
    hash bytea NOT NULL,
    who_salt bytea,
    actor text NOT NULL,
    key_prefix text,
    address text,
    user_agent text,
    who_forgotten_by uuid,
    details_salt bytea,
    reason text,
    before json,
    after json,
    details_forgotten_by uuid,
    CONSTRAINT audit_entry_check CHECK (((who_salt IS NULL) = (who_forgotten_by IS NOT NULL))),
    CONSTRAINT audit_entry_check1 CHECK (((details_salt IS NULL) = (details_forgotten_by IS NOT NULL))),
    CONSTRAINT audit_entry_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_entry_number_check CHECK ((number >= 1))
);
CREATE TABLE public.audit_head (
    is_head boolean DEFAULT true NOT NULL,
    length bigint NOT NULL,
    hash bytea NOT NULL,
    chained_at timestamp with time zone,
    CONSTRAINT audit_head_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_head_is_head_check CHECK (is_head)
);
CREATE TABLE public.audit_pending (
    audit_pending_id bigint NOT NULL,
    occurred_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    actor_kind text NOT NULL,
    actor text NOT NULL,
    key_prefix text,
    address text,
    user_agent text,
    action public.audit_action NOT NULL,
    subject text NOT NULL,
    outcome text DEFAULT 'done'::text NOT NULL,
    reason text,
    before json,
    after json,
    trace_id text,
    CONSTRAINT audit_pending_actor_check CHECK ((length(actor) <= 200)),
    CONSTRAINT audit_pending_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['operator'::text, 'person'::text, 'client'::text, 'service'::text]))),
    CONSTRAINT audit_pending_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text]))),
    CONSTRAINT audit_pending_subject_check CHECK ((length(subject) <= 500)),
    CONSTRAINT audit_pending_user_agent_check CHECK ((length(user_agent) <= 200))
);
ALTER TABLE public.audit_pending ALTER COLUMN audit_pending_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_pending_audit_pending_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_verification (
    audit_verification_id bigint NOT NULL,
    verified_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    verified_by text NOT NULL,
    from_number bigint NOT NULL,
    to_number bigint NOT NULL,
    hash bytea,
    broken_number bigint,
    finding text,
    next_number bigint,
    CONSTRAINT audit_verification_check CHECK (((finding IS NULL) = (broken_number IS NULL)))
);
ALTER TABLE public.audit_verification ALTER COLUMN audit_verification_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_verification_audit_verification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.breakdown_category (
    dimension text NOT NULL,
    code text NOT NULL,
    "position" smallint NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    CONSTRAINT breakdown_category_code_check CHECK (((code ~ '^[A-Za-z0-9][A-Za-z0-9_-]*$'::text) AND (code <> 'total'::text)))
);
CREATE TABLE public.breakdown_dimension (
    code text NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    CONSTRAINT breakdown_dimension_code_check CHECK ((code ~ '^[a-z][a-zA-Z0-9]*$'::text))
);
CREATE TABLE public.briefing (
    briefing_id uuid NOT NULL,
    number bigint NOT NULL,
    territory_id integer NOT NULL,
    territory_code text NOT NULL,
    group_code text NOT NULL,
    title text,
    as_of timestamp with time zone NOT NULL,
    kept_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    kept_by text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT briefing_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT briefing_title_check CHECK ((length(title) <= 200))
);
CREATE TABLE public.briefing_document (
    briefing_id uuid NOT NULL,
    language text NOT NULL,
    format text NOT NULL,
    content bytea NOT NULL,
    checksum text NOT NULL,
    bytes integer NOT NULL,
    CONSTRAINT briefing_document_check CHECK ((bytes = length(content))),
    CONSTRAINT briefing_document_checksum_check CHECK ((checksum ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT briefing_document_format_check CHECK ((format ~ '^(json|html|pdf)$'::text)),
    CONSTRAINT briefing_document_language_check CHECK ((language ~ '^(lv|en)$'::text))
);
ALTER TABLE public.briefing ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.briefing_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.catalogue_state (
    only_row boolean DEFAULT true NOT NULL,
    version bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT catalogue_state_only_row_check CHECK (only_row)
);
CREATE SEQUENCE public.change_number_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.change (
    change_number bigint DEFAULT nextval('public.change_number_sequence'::regclass) NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    action text NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT change_action_check CHECK ((action = ANY (ARRAY['created'::text, 'changed'::text, 'withdrawn'::text, 'released'::text]))),
    CONSTRAINT change_kind_check CHECK ((kind = ANY (ARRAY['indicator'::text, 'territory'::text, 'group'::text, 'release'::text])))
);
CREATE TABLE public.classification (
    classification_id integer NOT NULL,
    indicator_id integer NOT NULL,
    territory_id integer,
    period_from public.period_code,
    period_to public.period_code,
    breakdown text COLLATE pg_catalog."C",
    visibility text NOT NULL,
    network_id integer,
    reason text NOT NULL,
    cells_before jsonb NOT NULL,
    cells_after jsonb NOT NULL,
    classified_at timestamp with time zone NOT NULL,
    classified_by text NOT NULL,
    CONSTRAINT classification_check CHECK (((network_id IS NOT NULL) = (visibility = 'network'::text))),
    CONSTRAINT classification_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'authorised'::text, 'network'::text, 'ownMunicipality'::text, 'administrators'::text])))
);
ALTER TABLE public.classification ALTER COLUMN classification_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.classification_classification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.collection_answer (
    window_id bigint NOT NULL,
    organisation_id integer NOT NULL,
    indicator_id integer NOT NULL,
    period public.period_code NOT NULL,
    reason text NOT NULL,
    answered_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    answered_by text NOT NULL,
    CONSTRAINT collection_answer_reason_check CHECK ((length(reason) <= 500))
);
CREATE TABLE public.collection_window (
    window_id bigint NOT NULL,
    cycle_id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    periods text[] NOT NULL,
    opens_on date NOT NULL,
    due_on date NOT NULL,
    closed_on date,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT collection_window_check CHECK ((due_on > opens_on)),
    CONSTRAINT collection_window_check1 CHECK ((closed_on >= opens_on)),
    CONSTRAINT collection_window_code_check CHECK (((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(code) <= 80))),
    CONSTRAINT collection_window_periods_check CHECK (((cardinality(periods) >= 1) AND (cardinality(periods) <= 20)))
);
ALTER TABLE public.collection_window ALTER COLUMN window_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.collection_window_window_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.correction (
    correction_id integer NOT NULL,
    indicator_id integer NOT NULL,
    territory_id integer NOT NULL,
    period public.period_code NOT NULL,
    breakdown text NOT NULL COLLATE pg_catalog."C",
    value numeric,
    missing_reason text,
    reason text NOT NULL,
    filed_by text NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    decision text,
    decided_by text,
    decided_at timestamp with time zone,
    decision_reason text,
    CONSTRAINT correction_check CHECK (((decided_by IS NULL) = (decision IS NULL))),
    CONSTRAINT correction_check1 CHECK (((decided_at IS NULL) = (decision IS NULL))),
    CONSTRAINT correction_check2 CHECK (((decision_reason IS NULL) = (decision IS NULL))),
    CONSTRAINT correction_check3 CHECK (((value IS NULL) = (missing_reason IS NOT NULL))),
    CONSTRAINT correction_decision_check CHECK ((decision = ANY (ARRAY['takeSource'::text, 'withdraw'::text]))),
    CONSTRAINT correction_missing_reason_check CHECK ((missing_reason = ANY (ARRAY['notAvailable'::text, 'notApplicable'::text, 'notYetPublished'::text, 'suppressed'::text, 'notConvertible'::text])))
);
ALTER TABLE public.correction ALTER COLUMN correction_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.correction_correction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.observation_revision (
    indicator_id integer NOT NULL,
    territory_id integer NOT NULL,
    period public.period_code NOT NULL,
    breakdown text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    revision integer NOT NULL,
    indicator_version_id integer NOT NULL,
    territory_version_id integer NOT NULL,
    value numeric,
    missing_reason text,
    workflow text NOT NULL,
    quality text NOT NULL,
    flags text[] DEFAULT '{}'::text[] NOT NULL,
    flag_reason_lv text,
    flag_reason_en text,
    visibility text DEFAULT 'public'::text NOT NULL,
    embargo_until timestamp with time zone,
    source_id integer NOT NULL,
    import_id bigint,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    recorded_by text NOT NULL,
    reason text NOT NULL,
    change_number bigint DEFAULT nextval('public.change_number_sequence'::regclass) NOT NULL,
    release_id integer,
    correction_id integer,
    original_revision integer,
    network_id integer,
    CONSTRAINT observation_revision_check CHECK ((superseded_at > recorded_at)),
    CONSTRAINT observation_revision_check1 CHECK (((value IS NULL) = (missing_reason IS NOT NULL))),
    CONSTRAINT observation_revision_check2 CHECK ((original_revision < revision)),
    CONSTRAINT observation_revision_check3 CHECK (((correction_id IS NULL) OR (original_revision IS NOT NULL))),
    CONSTRAINT observation_revision_check4 CHECK (((network_id IS NULL) OR (visibility = 'network'::text))),
    CONSTRAINT observation_revision_flags_check CHECK ((flags <@ ARRAY['suspect'::text, 'estimated'::text, 'break'::text, 'roundedByProvider'::text])),
    CONSTRAINT observation_revision_missing_reason_check CHECK ((missing_reason = ANY (ARRAY['notAvailable'::text, 'notApplicable'::text, 'notYetPublished'::text, 'suppressed'::text, 'notConvertible'::text]))),
    CONSTRAINT observation_revision_quality_check CHECK ((quality = ANY (ARRAY['provisional'::text, 'final'::text, 'corrected'::text]))),
    CONSTRAINT observation_revision_revision_check CHECK ((revision >= 1)),
    CONSTRAINT observation_revision_value_check CHECK (((value > '-1000000000000000'::numeric) AND (value < '1000000000000000'::numeric))),
    CONSTRAINT observation_revision_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'authorised'::text, 'network'::text, 'ownMunicipality'::text, 'administrators'::text]))),
    CONSTRAINT observation_revision_workflow_check CHECK ((workflow = ANY (ARRAY['received'::text, 'quarantined'::text, 'verified'::text, 'published'::text, 'withdrawn'::text])))
);
CREATE VIEW public.seen_observation WITH (security_invoker='true') AS
 SELECT o.indicator_id,
    o.territory_id,
    o.period,
    o.breakdown,
    o.revision,
    o.indicator_version_id,
    o.territory_version_id,
    o.value,
    o.missing_reason,
    o.workflow,
    o.quality,
    o.flags,
    o.flag_reason_lv,
    o.flag_reason_en,
    o.visibility,
    o.embargo_until,
    o.source_id,
    o.import_id,
    o.recorded_at,
    o.superseded_at,
    o.recorded_by,
    o.reason,
    o.change_number,
    o.release_id,
    o.correction_id,
    o.original_revision,
    o.network_id
   FROM public.observation_revision o
  WHERE (((o.visibility = ANY (( SELECT public.seen_levels() AS seen_levels)::text[])) OR ((o.visibility = 'network'::text) AND (o.network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[]))) OR ((o.visibility = 'ownMunicipality'::text) AND (o.territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])))) AND (((o.workflow = ANY (ARRAY['published'::text, 'withdrawn'::text])) AND ((o.embargo_until IS NULL) OR (o.embargo_until <= now()))) OR ((o.workflow = ANY (ARRAY['published'::text, 'verified'::text])) AND (( SELECT public.sees_embargoed() AS sees_embargoed) OR (o.territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[]))))));
CREATE VIEW public.current_observation WITH (security_invoker='true') AS
 SELECT o.indicator_id,
    o.territory_id,
    o.period,
    o.breakdown,
    o.revision,
    o.indicator_version_id,
    o.territory_version_id,
    o.value,
    o.missing_reason,
    o.workflow,
    o.quality,
    o.flags,
    o.flag_reason_lv,
    o.flag_reason_en,
    o.visibility,
    o.embargo_until,
    o.source_id,
    o.import_id,
    o.recorded_at,
    o.superseded_at,
    o.recorded_by,
    o.reason,
    o.change_number,
    o.release_id,
    o.correction_id,
    o.original_revision,
    o.network_id
   FROM public.seen_observation o
  WHERE ((o.superseded_at IS NULL) AND ((o.workflow = 'verified'::text) OR ((o.workflow = 'published'::text) AND (NOT ((o.indicator_id, o.territory_id, (o.period)::text, o.breakdown) IN ( SELECT w.indicator_id,
            w.territory_id,
            w.period,
            w.breakdown
           FROM public.seen_observation w
          WHERE ((w.workflow = 'verified'::text) AND (w.superseded_at IS NULL))))))));
CREATE TABLE public.cycle_analysis (
    cycle_id bigint NOT NULL,
    stored_analysis_id uuid NOT NULL,
    published_to text NOT NULL,
    meeting_id bigint,
    text_lv text,
    text_en text,
    published_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    published_by text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT cycle_analysis_published_to_check CHECK ((published_to = ANY (ARRAY['members'::text, 'all'::text]))),
    CONSTRAINT cycle_analysis_text_en_check CHECK ((length(text_en) <= 4000)),
    CONSTRAINT cycle_analysis_text_lv_check CHECK ((length(text_lv) <= 4000))
);
CREATE TABLE public.cycle_meeting (
    meeting_id bigint NOT NULL,
    cycle_id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    place text,
    link text,
    host_id integer,
    agenda jsonb NOT NULL,
    attendance jsonb NOT NULL,
    is_held boolean DEFAULT false NOT NULL,
    is_cancelled boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT cycle_meeting_check CHECK ((ends_at > starts_at)),
    CONSTRAINT cycle_meeting_check1 CHECK ((NOT (is_cancelled AND is_held))),
    CONSTRAINT cycle_meeting_code_check CHECK (((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(code) <= 80))),
    CONSTRAINT cycle_meeting_kind_check CHECK ((kind = ANY (ARRAY['kickOff'::text, 'diagnosis'::text, 'results'::text, 'closing'::text, 'digital'::text, 'studyVisit'::text])))
);
ALTER TABLE public.cycle_meeting ALTER COLUMN meeting_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cycle_meeting_meeting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cycle_member (
    cycle_id bigint NOT NULL,
    organisation_id integer NOT NULL,
    role text NOT NULL,
    agreement text,
    contact_name text,
    contact_address text,
    joined_on date NOT NULL,
    left_on date,
    leave_reason text,
    successor_id integer,
    choice text,
    choice_practice text,
    choice_text text,
    chosen_at timestamp with time zone,
    chosen_by text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT cycle_member_check CHECK (((contact_address IS NULL) = (contact_name IS NULL))),
    CONSTRAINT cycle_member_check1 CHECK ((left_on >= joined_on)),
    CONSTRAINT cycle_member_check2 CHECK (((leave_reason IS NULL) = (left_on IS NULL))),
    CONSTRAINT cycle_member_check3 CHECK (((successor_id IS NULL) OR (left_on IS NOT NULL))),
    CONSTRAINT cycle_member_check4 CHECK (((choice_practice IS NULL) OR (choice = 'practice'::text))),
    CONSTRAINT cycle_member_check5 CHECK (((chosen_at IS NULL) = (choice IS NULL))),
    CONSTRAINT cycle_member_check6 CHECK (((chosen_by IS NULL) = (choice IS NULL))),
    CONSTRAINT cycle_member_choice_check CHECK ((choice = ANY (ARRAY['practice'::text, 'ownIdea'::text, 'noneFits'::text]))),
    CONSTRAINT cycle_member_role_check CHECK ((role = ANY (ARRAY['pilot'::text, 'member'::text, 'observer'::text, 'host'::text])))
);
CREATE TABLE public.cycle_model (
    version integer NOT NULL,
    learned_lv text NOT NULL,
    learned_en text NOT NULL,
    minimum_members integer NOT NULL,
    maximum_members integer NOT NULL,
    maximum_indicators integer NOT NULL,
    meeting_cadence_days integer NOT NULL,
    introduced_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    introduced_by text NOT NULL,
    CONSTRAINT cycle_model_check CHECK ((maximum_members >= minimum_members)),
    CONSTRAINT cycle_model_maximum_indicators_check CHECK ((maximum_indicators > 0)),
    CONSTRAINT cycle_model_meeting_cadence_days_check CHECK ((meeting_cadence_days > 0)),
    CONSTRAINT cycle_model_minimum_members_check CHECK ((minimum_members > 0)),
    CONSTRAINT cycle_model_version_check CHECK ((version > 0))
);
CREATE TABLE public.cycle_move (
    cycle_move_id bigint NOT NULL,
    cycle_id bigint NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    reason text,
    moved_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    moved_by text NOT NULL
);
ALTER TABLE public.cycle_move ALTER COLUMN cycle_move_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cycle_move_cycle_move_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cycle_state (
    model_version integer NOT NULL,
    state text NOT NULL,
    "position" integer NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    is_active boolean NOT NULL,
    is_final boolean NOT NULL
);
CREATE TABLE public.cycle_state_move (
    model_version integer NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    guards text[] NOT NULL
);
CREATE TABLE public.cycle_task (
    task_id bigint NOT NULL,
    cycle_id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    organisation_id integer,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    due_on date NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    note text,
    link text,
    moved_at timestamp with time zone,
    moved_by text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT cycle_task_code_check CHECK (((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(code) <= 80))),
    CONSTRAINT cycle_task_note_check CHECK ((length(note) <= 4000)),
    CONSTRAINT cycle_task_state_check CHECK ((state = ANY (ARRAY['open'::text, 'submitted'::text, 'accepted'::text, 'returned'::text])))
);
ALTER TABLE public.cycle_task ALTER COLUMN task_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cycle_task_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE SEQUENCE public.data_version_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.level_change (
    change_number bigint DEFAULT nextval('public.change_number_sequence'::regclass) NOT NULL,
    indicator_id integer NOT NULL,
    territory_id integer NOT NULL,
    territory_version_id integer NOT NULL,
    period public.period_code NOT NULL,
    breakdown text NOT NULL COLLATE pg_catalog."C",
    revision integer NOT NULL,
    is_waiting boolean NOT NULL,
    from_visibility text NOT NULL,
    from_network_id integer,
    to_visibility text NOT NULL,
    to_network_id integer,
    recorded_at timestamp with time zone NOT NULL
);
CREATE VIEW public.seen_level_change WITH (security_invoker='true') AS
 SELECT c.change_number,
    c.indicator_id,
    c.territory_id,
    c.territory_version_id,
    c.period,
    c.breakdown,
    c.revision,
    c.is_waiting,
    c.from_visibility,
    c.from_network_id,
    c.to_visibility,
    c.to_network_id,
    c.recorded_at,
    ((c.to_visibility = ANY (( SELECT public.seen_levels() AS seen_levels)::text[])) OR ((c.to_visibility = 'network'::text) AND (c.to_network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[]))) OR ((c.to_visibility = 'ownMunicipality'::text) AND (c.territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])))) AS is_seen
   FROM public.level_change c
  WHERE ((((c.from_visibility = ANY (( SELECT public.seen_levels() AS seen_levels)::text[])) OR ((c.from_visibility = 'network'::text) AND (c.from_network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[]))) OR ((c.from_visibility = 'ownMunicipality'::text) AND (c.territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])))) <> ((c.to_visibility = ANY (( SELECT public.seen_levels() AS seen_levels)::text[])) OR ((c.to_visibility = 'network'::text) AND (c.to_network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[]))) OR ((c.to_visibility = 'ownMunicipality'::text) AND (c.territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[]))))) AND ((NOT c.is_waiting) OR (( SELECT public.sees_embargoed() AS sees_embargoed) OR (c.territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])))));
CREATE VIEW public.followed_level_change WITH (security_invoker='true') AS
 SELECT c.change_number,
    c.recorded_at,
    c.indicator_id,
    o.indicator_version_id,
    c.territory_id,
    c.territory_version_id,
    c.period,
    c.breakdown,
    c.revision,
    o.value,
    COALESCE(o.missing_reason,
        CASE
            WHEN (NOT c.is_seen) THEN 'notAvailable'::text
            ELSE NULL::text
        END) AS missing_reason,
    c.is_seen,
    COALESCE(o.quality, 'final'::text) AS quality,
    COALESCE(o.flags, '{}'::text[]) AS flags
   FROM (public.seen_level_change c
     LEFT JOIN public.seen_observation o ON ((c.is_seen AND (o.indicator_id = c.indicator_id) AND (o.territory_id = c.territory_id) AND ((o.period)::text = (c.period)::text) AND (o.breakdown = c.breakdown) AND (o.revision = c.revision))))
  WHERE ((NOT c.is_seen) OR (o.revision IS NOT NULL));
CREATE VIEW public.followed_observation WITH (security_invoker='true') AS
 SELECT o.change_number,
    o.recorded_at,
    o.indicator_id,
    o.indicator_version_id,
    o.territory_id,
    o.territory_version_id,
    o.period,
    o.breakdown,
    o.revision,
    o.value,
    o.missing_reason,
    o.workflow,
    o.quality,
    o.flags
   FROM public.seen_observation o;
CREATE TABLE public.group_aggregate (
    group_aggregate_id integer NOT NULL,
    indicator_id integer NOT NULL,
    indicator_version_id integer NOT NULL,
    period public.period_code NOT NULL,
    territory_group_id integer NOT NULL,
    territory_group_version_id integer NOT NULL,
    statistic text NOT NULL,
    weight_indicator_id integer,
    weight_periods text,
    members integer NOT NULL,
    n integer NOT NULL,
    value numeric,
    suppressed_by text,
    basis text NOT NULL,
    reason text NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    computed_by text NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_because text,
    CONSTRAINT group_aggregate_check CHECK (((weight_indicator_id IS NOT NULL) = (statistic = 'weightedMean'::text))),
    CONSTRAINT group_aggregate_check1 CHECK (((weight_periods IS NOT NULL) = (statistic = 'weightedMean'::text))),
    CONSTRAINT group_aggregate_check2 CHECK (((n >= 0) AND (n <= members))),
    CONSTRAINT group_aggregate_check3 CHECK (((value IS NULL) = (suppressed_by IS NOT NULL))),
    CONSTRAINT group_aggregate_check4 CHECK (((withdrawn_at IS NULL) = (withdrawn_because IS NULL))),
    CONSTRAINT group_aggregate_members_check CHECK ((members > 0)),
    CONSTRAINT group_aggregate_statistic_check CHECK ((statistic = ANY (ARRAY['sum'::text, 'weightedMean'::text, 'mean'::text]))),
    CONSTRAINT group_aggregate_suppressed_by_check CHECK ((suppressed_by = ANY (ARRAY['frequency'::text, 'dominance'::text, 'differencing'::text, 'complementary'::text]))),
    CONSTRAINT group_aggregate_withdrawn_because_check CHECK ((withdrawn_because = ANY (ARRAY['replaced'::text, 'changed'::text])))
);
ALTER TABLE public.group_aggregate ALTER COLUMN group_aggregate_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.group_aggregate_group_aggregate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.group_aggregate_part (
    group_aggregate_id integer NOT NULL,
    territory_id integer NOT NULL,
    value numeric NOT NULL,
    coefficient double precision NOT NULL
);
CREATE TABLE public.network (
    network_id integer NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name_lv text NOT NULL,
    name_en text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    theme text,
    aim_lv text,
    aim_en text,
    committee text,
    funding_programme text,
    visibility text DEFAULT 'members'::text NOT NULL,
    CONSTRAINT network_aim_en_check CHECK ((length(aim_en) <= 2000)),
    CONSTRAINT network_aim_lv_check CHECK ((length(aim_lv) <= 2000)),
    CONSTRAINT network_code_check CHECK (((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(code) <= 80))),
    CONSTRAINT network_committee_check CHECK ((length(committee) <= 200)),
    CONSTRAINT network_funding_programme_check CHECK ((length(funding_programme) <= 200)),
    CONSTRAINT network_theme_check CHECK ((length(theme) <= 200)),
    CONSTRAINT network_visibility_check CHECK ((visibility = ANY (ARRAY['members'::text, 'public'::text])))
);
CREATE TABLE public.organisation (
    organisation_id integer NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    territory_id integer,
    version integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT organisation_check CHECK (((kind = 'municipality'::text) = (territory_id IS NOT NULL))),
    CONSTRAINT organisation_code_check CHECK (((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(code) <= 80))),
    CONSTRAINT organisation_kind_check CHECK ((kind = ANY (ARRAY['municipality'::text, 'association'::text, 'agency'::text, 'other'::text])))
);
CREATE TABLE public.role_grant (
    role_grant_id bigint NOT NULL,
    person_id bigint,
    api_client_id integer,
    role text NOT NULL,
    organisation_id integer,
    network_id integer,
    source_id integer,
    valid_from timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    valid_to timestamp with time zone,
    granted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    granted_by text NOT NULL,
    reason text NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by text,
    revoke_reason text,
    idempotency_key text,
    request_hash text,
    CONSTRAINT role_grant_check CHECK ((valid_to > valid_from)),
    CONSTRAINT role_grant_check1 CHECK (((revoked_by IS NULL) = (revoked_at IS NULL))),
    CONSTRAINT role_grant_check2 CHECK (((revoke_reason IS NULL) = (revoked_at IS NULL))),
    CONSTRAINT role_grant_check3 CHECK ((num_nonnulls(person_id, api_client_id) = 1)),
    CONSTRAINT role_grant_check4 CHECK (((organisation_id IS NOT NULL) = (role = ANY (ARRAY['dataSubmitter'::text, 'municipalCoordinator'::text, 'politician'::text])))),
    CONSTRAINT role_grant_check5 CHECK (((network_id IS NOT NULL) = (role = ANY (ARRAY['networkCoordinator'::text, 'externalExpert'::text])))),
    CONSTRAINT role_grant_check6 CHECK (((source_id IS NOT NULL) = (role = 'sourceSystem'::text))),
    CONSTRAINT role_grant_check7 CHECK (((role <> 'externalExpert'::text) OR (valid_to IS NOT NULL))),
    CONSTRAINT role_grant_check8 CHECK (((request_hash IS NULL) = (idempotency_key IS NULL))),
    CONSTRAINT role_grant_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT role_grant_role_check CHECK ((role = ANY (ARRAY['authorisedUser'::text, 'dataSubmitter'::text, 'municipalCoordinator'::text, 'networkCoordinator'::text, 'politician'::text, 'externalExpert'::text, 'analyst'::text, 'sourceSystem'::text, 'auditor'::text, 'administrator'::text])))
);
CREATE TABLE public.source (
    source_id integer NOT NULL,
    code text NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    publisher_lv text NOT NULL,
    publisher_en text NOT NULL,
    url text,
    licence text,
    attribution_lv text NOT NULL,
    attribution_en text NOT NULL,
    CONSTRAINT source_code_check CHECK ((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);
CREATE VIEW public.held_role AS
 SELECT g.role_grant_id,
    g.person_id,
    g.api_client_id,
    g.role,
    g.organisation_id,
    o.code AS organisation,
    o.territory_id,
    g.network_id,
    n.code AS network,
    g.source_id,
    s.code AS source,
    g.valid_from,
    g.valid_to
   FROM (((public.role_grant g
     LEFT JOIN public.organisation o ON ((o.organisation_id = g.organisation_id)))
     LEFT JOIN public.network n ON ((n.network_id = g.network_id)))
     LEFT JOIN public.source s ON ((s.source_id = g.source_id)))
  WHERE ((g.revoked_at IS NULL) AND (g.valid_from <= now()) AND ((g.valid_to IS NULL) OR (g.valid_to > now())));
CREATE TABLE public.import_batch (
    import_id bigint NOT NULL,
    door text NOT NULL,
    source_id integer NOT NULL,
    source_batch text,
    idempotency_key text,
    name text NOT NULL,
    raw_file_id bigint,
    layout text NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    is_dry_run boolean DEFAULT false NOT NULL,
    state text NOT NULL,
    stage text NOT NULL,
    is_cancel_asked boolean DEFAULT false NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    failure_lv text,
    failure_en text,
    bytes_done bigint DEFAULT 0 NOT NULL,
    rows_total integer,
    rows_read integer DEFAULT 0 NOT NULL,
    rows_refused integer DEFAULT 0 NOT NULL,
    rows_waiting integer DEFAULT 0 NOT NULL,
    rows_missing integer DEFAULT 0 NOT NULL,
    rows_value integer DEFAULT 0 NOT NULL,
    rows_quarantined integer DEFAULT 0 NOT NULL,
    rows_new integer DEFAULT 0 NOT NULL,
    rows_changed integer DEFAULT 0 NOT NULL,
    rows_same integer DEFAULT 0 NOT NULL,
    release_id integer,
    territories integer[],
    CONSTRAINT import_batch_check CHECK (((finished_at IS NULL) = (state = ANY (ARRAY['queued'::text, 'running'::text])))),
    CONSTRAINT import_batch_check1 CHECK (((failure_lv IS NULL) = (failure_en IS NULL))),
    CONSTRAINT import_batch_check2 CHECK (((rows_read = (((rows_refused + rows_waiting) + rows_missing) + rows_value)) OR (state = ANY (ARRAY['queued'::text, 'running'::text])))),
    CONSTRAINT import_batch_check3 CHECK ((((rows_missing + rows_value) = (((rows_new + rows_changed) + rows_same) + rows_quarantined)) OR (state = ANY (ARRAY['queued'::text, 'running'::text])))),
    CONSTRAINT import_batch_door_check CHECK ((door = ANY (ARRAY['sample'::text, 'upload'::text, 'push'::text, 'pull'::text, 'form'::text]))),
    CONSTRAINT import_batch_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT import_batch_stage_check CHECK ((stage = ANY (ARRAY['receive'::text, 'parse'::text, 'compare'::text, 'validate'::text, 'apply'::text, 'publish'::text, 'done'::text]))),
    CONSTRAINT import_batch_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'completed'::text, 'completedWithFindings'::text, 'noChange'::text, 'failed'::text, 'cancelled'::text])))
);
ALTER TABLE public.import_batch ALTER COLUMN import_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.import_batch_import_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.import_finding (
    import_id bigint NOT NULL,
    finding_id integer NOT NULL,
    row_number integer NOT NULL,
    rule text NOT NULL,
    severity text NOT NULL,
    field text,
    message_lv text NOT NULL,
    message_en text NOT NULL,
    row_content text NOT NULL,
    answer text,
    answered_by text,
    answered_at timestamp with time zone,
    answer_reason text,
    indicator_id integer,
    territory_id integer,
    period public.period_code,
    breakdown text COLLATE pg_catalog."C",
    CONSTRAINT import_finding_answer_check CHECK ((answer = ANY (ARRAY['accepted'::text, 'corrected'::text, 'rejected'::text]))),
    CONSTRAINT import_finding_severity_check CHECK ((severity = ANY (ARRAY['refused'::text, 'waiting'::text, 'quarantined'::text, 'warning'::text])))
);
CREATE TABLE public.improvement_plan (
    plan_id bigint NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    kind text NOT NULL,
    organisation_id integer NOT NULL,
    territory_id integer NOT NULL,
    network_id integer,
    cycle_id bigint,
    practice_id bigint,
    title_lv text,
    title_en text,
    aim_lv text,
    aim_en text,
    owner text,
    due_on date,
    needs_decision boolean NOT NULL,
    decision_on date,
    decision_number text,
    protocol_item text,
    group_code text NOT NULL,
    follow_up_months integer[] NOT NULL,
    started_on date,
    published_at timestamp with time zone,
    predecessor_id bigint,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT improvement_plan_check CHECK ((num_nonnulls(title_lv, title_en) > 0)),
    CONSTRAINT improvement_plan_check1 CHECK ((needs_decision = (kind = 'council'::text))),
    CONSTRAINT improvement_plan_check2 CHECK ((num_nulls(decision_on, decision_number, protocol_item) = ANY (ARRAY[0, 3]))),
    CONSTRAINT improvement_plan_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT improvement_plan_kind_check CHECK ((kind = ANY (ARRAY['council'::text, 'management'::text]))),
    CONSTRAINT improvement_plan_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'peerReviewed'::text, 'submitted'::text, 'approved'::text, 'rejected'::text, 'running'::text, 'evaluated'::text, 'finished'::text, 'abandoned'::text, 'transferred'::text])))
);
ALTER TABLE public.improvement_plan ALTER COLUMN plan_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.improvement_plan_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicator (
    indicator_id integer NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    topic_id integer NOT NULL,
    CONSTRAINT indicator_code_check CHECK (((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(code) <= 80)))
);
CREATE TABLE public.indicator_breakdown (
    indicator_id integer NOT NULL,
    dimension text NOT NULL
);
CREATE TABLE public.indicator_version (
    indicator_version_id integer NOT NULL,
    indicator_id integer NOT NULL,
    version smallint NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    definition_lv text NOT NULL,
    definition_en text NOT NULL,
    formula_lv text,
    formula_en text,
    unit_id integer NOT NULL,
    direction text NOT NULL,
    target_value numeric,
    target_tolerance numeric,
    decimals smallint NOT NULL,
    measure text NOT NULL,
    periodicity text NOT NULL,
    stock_day text,
    control text NOT NULL,
    interpretation_lv text NOT NULL,
    interpretation_en text NOT NULL,
    limits_lv text NOT NULL,
    limits_en text NOT NULL,
    legal_basis_lv text,
    legal_basis_en text,
    conversion text NOT NULL,
    weight_indicator_id integer,
    numerator_indicator_id integer,
    denominator_indicator_id integer,
    recompute_factor numeric,
    valid_from public.period_code NOT NULL,
    valid_to public.period_code,
    break_note_lv text,
    break_note_en text,
    source_id integer NOT NULL,
    licence text,
    contact text,
    expected_release text,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT indicator_version_check CHECK (((direction = 'target'::text) = (target_value IS NOT NULL))),
    CONSTRAINT indicator_version_check1 CHECK (((target_tolerance IS NULL) OR (direction = 'target'::text))),
    CONSTRAINT indicator_version_check2 CHECK (((conversion = 'weightedMean'::text) = (weight_indicator_id IS NOT NULL))),
    CONSTRAINT indicator_version_check3 CHECK (((conversion = 'recompute'::text) = (numerator_indicator_id IS NOT NULL))),
    CONSTRAINT indicator_version_check4 CHECK (((conversion = 'recompute'::text) = (denominator_indicator_id IS NOT NULL))),
    CONSTRAINT indicator_version_check5 CHECK (((recompute_factor IS NULL) OR (conversion = 'recompute'::text))),
    CONSTRAINT indicator_version_control_check CHECK ((control = ANY (ARRAY['none'::text, 'low'::text, 'medium'::text, 'high'::text]))),
    CONSTRAINT indicator_version_conversion_check CHECK ((conversion = ANY (ARRAY['sum'::text, 'weightedMean'::text, 'recompute'::text, 'notConvertible'::text]))),
    CONSTRAINT indicator_version_decimals_check CHECK (((decimals >= 0) AND (decimals <= 8))),
    CONSTRAINT indicator_version_direction_check CHECK ((direction = ANY (ARRAY['higherIsBetter'::text, 'lowerIsBetter'::text, 'target'::text, 'neutral'::text]))),
    CONSTRAINT indicator_version_measure_check CHECK ((measure = ANY (ARRAY['stock'::text, 'flow'::text, 'average'::text, 'ratio'::text]))),
    CONSTRAINT indicator_version_periodicity_check CHECK ((periodicity = ANY (ARRAY['annual'::text, 'quarterly'::text, 'monthly'::text]))),
    CONSTRAINT indicator_version_stock_day_check CHECK ((stock_day ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'::text)),
    CONSTRAINT indicator_version_version_check CHECK ((version >= 1))
);
CREATE TABLE public.topic (
    topic_id integer NOT NULL,
    code text NOT NULL,
    parent_id integer,
    "position" smallint NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    CONSTRAINT topic_code_check CHECK ((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);
CREATE TABLE public.unit (
    unit_id integer NOT NULL,
    code text NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    symbol_lv text NOT NULL,
    symbol_en text NOT NULL
);
CREATE VIEW public.indicator_in_words AS
 SELECT i.indicator_id,
    i.code,
    v.indicator_version_id,
    v.version,
    (v.version = max(v.version) OVER (PARTITION BY v.indicator_id)) AS is_current,
    v.name_lv,
    v.name_en,
    v.definition_lv,
    v.definition_en,
    v.formula_lv,
    v.formula_en,
    t.code AS topic,
    u.code AS unit,
    u.name_lv AS unit_name_lv,
    u.name_en AS unit_name_en,
    u.symbol_lv,
    u.symbol_en,
    v.direction,
    v.target_value,
    v.target_tolerance,
    (v.decimals)::integer AS decimals,
    v.measure,
    v.periodicity,
    v.stock_day,
    v.control,
    v.interpretation_lv,
    v.interpretation_en,
    v.limits_lv,
    v.limits_en,
    v.legal_basis_lv,
    v.legal_basis_en,
    v.conversion,
    w.code AS weight_indicator,
    n.code AS numerator_indicator,
    d.code AS denominator_indicator,
    v.recompute_factor,
    (v.valid_from)::text AS valid_from,
    (v.valid_to)::text AS valid_to,
    v.break_note_lv,
    v.break_note_en,
    s.source_id,
    s.code AS source,
    v.licence,
    v.contact,
    v.expected_release,
    v.recorded_at,
    ARRAY( SELECT b.dimension
           FROM public.indicator_breakdown b
          WHERE (b.indicator_id = i.indicator_id)
          ORDER BY b.dimension) AS breakdowns
   FROM (((((((public.indicator_version v
     JOIN public.indicator i ON ((i.indicator_id = v.indicator_id)))
     JOIN public.topic t ON ((t.topic_id = i.topic_id)))
     JOIN public.unit u ON ((u.unit_id = v.unit_id)))
     JOIN public.source s ON ((s.source_id = v.source_id)))
     LEFT JOIN public.indicator w ON ((w.indicator_id = v.weight_indicator_id)))
     LEFT JOIN public.indicator n ON ((n.indicator_id = v.numerator_indicator_id)))
     LEFT JOIN public.indicator d ON ((d.indicator_id = v.denominator_indicator_id)));
ALTER TABLE public.indicator ALTER COLUMN indicator_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.indicator_indicator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicator_set (
    indicator_set_id bigint NOT NULL,
    cycle_id bigint NOT NULL,
    number integer NOT NULL,
    territory_group_id integer,
    territory_group_version_id integer,
    survey_choice text,
    frozen_at timestamp with time zone,
    frozen_by text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT indicator_set_check CHECK (((frozen_by IS NULL) = (frozen_at IS NULL))),
    CONSTRAINT indicator_set_check1 CHECK (((frozen_at IS NULL) OR ((territory_group_version_id IS NOT NULL) AND (survey_choice IS NOT NULL)))),
    CONSTRAINT indicator_set_number_check CHECK ((number > 0)),
    CONSTRAINT indicator_set_survey_choice_check CHECK ((survey_choice = ANY (ARRAY['none'::text, 'users'::text, 'residents'::text, 'councillors'::text])))
);
ALTER TABLE public.indicator_set ALTER COLUMN indicator_set_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.indicator_set_indicator_set_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.indicator_set_item (
    indicator_set_id bigint NOT NULL,
    indicator_id integer NOT NULL,
    indicator_version_id integer,
    is_mandatory boolean NOT NULL,
    reason text
);
CREATE TABLE public.indicator_set_vote (
    indicator_set_id bigint NOT NULL,
    organisation_id integer NOT NULL,
    accepts boolean NOT NULL,
    remark text,
    voted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    voted_by text NOT NULL,
    CONSTRAINT indicator_set_vote_remark_check CHECK ((length(remark) <= 2000))
);
CREATE TABLE public.indicator_state (
    indicator_id integer NOT NULL,
    data_version bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    protected_version bigint DEFAULT 0 NOT NULL,
    protected_changed_at timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    is_protected boolean DEFAULT false NOT NULL
);
ALTER TABLE public.indicator_version ALTER COLUMN indicator_version_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.indicator_version_indicator_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.job (
    job_id uuid DEFAULT gen_random_uuid() NOT NULL,
    number bigint NOT NULL,
    owner text NOT NULL,
    caller json NOT NULL,
    reach text NOT NULL,
    method text NOT NULL,
    language text NOT NULL,
    request text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    is_cancel_asked boolean DEFAULT false NOT NULL,
    done integer,
    total integer,
    counted text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    runner uuid,
    leased_until timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    failure json,
    answer bytea,
    checksum text,
    kept_until timestamp with time zone,
    stored_analysis_id uuid,
    CONSTRAINT job_check CHECK (((ended_at IS NULL) = (state = ANY (ARRAY['queued'::text, 'running'::text])))),
    CONSTRAINT job_check1 CHECK (((leased_until IS NULL) = (state <> 'running'::text))),
    CONSTRAINT job_check2 CHECK ((num_nulls(done, total, counted) = ANY (ARRAY[0, 3]))),
    CONSTRAINT job_checksum_check CHECK ((checksum ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT job_counted_check CHECK ((length(counted) <= 80)),
    CONSTRAINT job_language_check CHECK ((language ~ '^(lv|en)$'::text)),
    CONSTRAINT job_method_check CHECK ((length(method) <= 80)),
    CONSTRAINT job_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
ALTER TABLE public.job ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.job_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mapping_rule (
    mapping_rule_id integer NOT NULL,
    source_id integer NOT NULL,
    kind text NOT NULL,
    source_name text NOT NULL,
    indicator_id integer,
    territory_id integer,
    breakdown text,
    factor numeric DEFAULT 1 NOT NULL,
    unit_note text,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    recorded_by text NOT NULL,
    is_ignored boolean DEFAULT false NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    reason text DEFAULT 'Set up'::text NOT NULL,
    CONSTRAINT mapping_rule_check CHECK (((indicator_id IS NOT NULL) = ((kind = 'indicator'::text) AND (NOT is_ignored)))),
    CONSTRAINT mapping_rule_check1 CHECK (((territory_id IS NOT NULL) = ((kind = 'territory'::text) AND (NOT is_ignored)))),
    CONSTRAINT mapping_rule_check2 CHECK (((breakdown IS NOT NULL) = ((kind = 'breakdown'::text) AND (NOT is_ignored)))),
    CONSTRAINT mapping_rule_check3 CHECK (((factor = (1)::numeric) OR (kind = 'indicator'::text))),
    CONSTRAINT mapping_rule_factor_check CHECK ((factor <> (0)::numeric)),
    CONSTRAINT mapping_rule_kind_check CHECK ((kind = ANY (ARRAY['indicator'::text, 'territory'::text, 'breakdown'::text]))),
    CONSTRAINT mapping_rule_version_check CHECK ((version >= 1))
);
ALTER TABLE public.mapping_rule ALTER COLUMN mapping_rule_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mapping_rule_mapping_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mapping_rule_version (
    mapping_rule_id integer NOT NULL,
    version integer NOT NULL,
    indicator_id integer,
    territory_id integer,
    breakdown text,
    factor numeric NOT NULL,
    unit_note text,
    is_ignored boolean NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    reason text NOT NULL
);
CREATE TABLE public.meeting_minutes (
    minutes_id bigint NOT NULL,
    meeting_id bigint NOT NULL,
    number integer NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    text_lv text,
    text_en text,
    amendment_reason text,
    written_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    written_by text NOT NULL,
    circulated_at timestamp with time zone,
    approved_at timestamp with time zone,
    approved_by text,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT meeting_minutes_check CHECK (((amendment_reason IS NULL) = (number = 1))),
    CONSTRAINT meeting_minutes_check1 CHECK (((circulated_at IS NULL) = (state = 'draft'::text))),
    CONSTRAINT meeting_minutes_check2 CHECK (((approved_at IS NULL) = (state <> 'approved'::text))),
    CONSTRAINT meeting_minutes_check3 CHECK (((approved_by IS NULL) = (approved_at IS NULL))),
    CONSTRAINT meeting_minutes_check4 CHECK (((text_lv IS NOT NULL) OR (text_en IS NOT NULL))),
    CONSTRAINT meeting_minutes_number_check CHECK ((number > 0)),
    CONSTRAINT meeting_minutes_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'circulated'::text, 'approved'::text]))),
    CONSTRAINT meeting_minutes_text_en_check CHECK ((length(text_en) <= 100000)),
    CONSTRAINT meeting_minutes_text_lv_check CHECK ((length(text_lv) <= 100000))
);
ALTER TABLE public.meeting_minutes ALTER COLUMN minutes_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.meeting_minutes_minutes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.minutes_comment (
    minutes_comment_id bigint NOT NULL,
    minutes_id bigint NOT NULL,
    text text NOT NULL,
    commented_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    commented_by text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT minutes_comment_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT minutes_comment_text_check CHECK ((length(text) <= 4000))
);
ALTER TABLE public.minutes_comment ALTER COLUMN minutes_comment_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.minutes_comment_minutes_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.network_cycle (
    cycle_id bigint NOT NULL,
    network_id integer NOT NULL,
    number integer NOT NULL,
    model_version integer NOT NULL,
    state text NOT NULL,
    suspended_from text,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    starts_on date,
    ends_on date,
    coordinators jsonb NOT NULL,
    participants jsonb NOT NULL,
    final_report text,
    final_report_accepted_on date,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT network_cycle_check CHECK ((ends_on > starts_on)),
    CONSTRAINT network_cycle_check1 CHECK (((state = 'suspended'::text) = (suspended_from IS NOT NULL))),
    CONSTRAINT network_cycle_number_check CHECK ((number > 0))
);
ALTER TABLE public.network_cycle ALTER COLUMN cycle_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.network_cycle_cycle_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.network_membership (
    network_id integer NOT NULL,
    organisation_id integer NOT NULL,
    joined_on date NOT NULL,
    left_on date,
    CONSTRAINT network_membership_check CHECK ((left_on > joined_on))
);
ALTER TABLE public.network ALTER COLUMN network_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.network_network_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.open_batch (
    open_batch_id bigint NOT NULL,
    source_id integer NOT NULL,
    source_batch text NOT NULL COLLATE pg_catalog."C",
    media_type text NOT NULL,
    actor text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT open_batch_source_batch_check CHECK (((source_batch ~ '^[A-Za-z0-9][A-Za-z0-9._-]*$'::text) AND (length(source_batch) <= 100)))
);
CREATE TABLE public.open_batch_chunk (
    open_batch_id bigint NOT NULL,
    part integer NOT NULL,
    number integer NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT open_batch_chunk_number_check CHECK ((number >= 0))
);
ALTER TABLE ONLY public.open_batch_chunk ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE public.open_batch ALTER COLUMN open_batch_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.open_batch_open_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.open_batch_part (
    open_batch_id bigint NOT NULL,
    number integer NOT NULL,
    content_hash text NOT NULL,
    size bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT open_batch_part_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT open_batch_part_number_check CHECK ((number > 0)),
    CONSTRAINT open_batch_part_size_check CHECK ((size > 0))
);
ALTER TABLE public.organisation ALTER COLUMN organisation_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.organisation_organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.person (
    person_id bigint NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    name text,
    first_seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    erased_at timestamp with time zone
);
ALTER TABLE public.person ALTER COLUMN person_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.person_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plan_action (
    plan_id bigint NOT NULL,
    "position" integer NOT NULL,
    title_lv text,
    title_en text,
    owner text NOT NULL,
    due_on date NOT NULL,
    done_on date,
    CONSTRAINT plan_action_check CHECK ((num_nonnulls(title_lv, title_en) > 0))
);
CREATE TABLE public.plan_advice (
    plan_advice_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    organisation_id integer,
    words text NOT NULL,
    given_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    given_by text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT plan_advice_idempotency_key_check CHECK ((length(idempotency_key) <= 200))
);
ALTER TABLE public.plan_advice ALTER COLUMN plan_advice_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plan_advice_plan_advice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plan_evaluation (
    plan_evaluation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    as_of timestamp with time zone NOT NULL,
    result jsonb NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    made_by text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT plan_evaluation_idempotency_key_check CHECK ((length(idempotency_key) <= 200))
);
CREATE TABLE public.plan_evaluation_cell (
    plan_evaluation_id bigint NOT NULL,
    indicator_id integer NOT NULL,
    territory_id integer NOT NULL,
    period public.period_code NOT NULL,
    value numeric
);
ALTER TABLE public.plan_evaluation ALTER COLUMN plan_evaluation_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plan_evaluation_plan_evaluation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.plan_follow_up (
    plan_id bigint NOT NULL,
    due_on date NOT NULL,
    done_at timestamp with time zone,
    done_by text,
    words text,
    CONSTRAINT plan_follow_up_check CHECK ((num_nulls(done_at, done_by, words) = ANY (ARRAY[0, 3])))
);
CREATE TABLE public.plan_move (
    plan_id bigint NOT NULL,
    number integer NOT NULL,
    move text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    reason text,
    moved_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    moved_by text NOT NULL
);
CREATE TABLE public.plan_target (
    plan_id bigint NOT NULL,
    "position" integer NOT NULL,
    indicator_id integer NOT NULL,
    indicator_version_id integer NOT NULL,
    baseline_period public.period_code,
    baseline_value numeric,
    target_period public.period_code,
    target_value numeric
);
CREATE TABLE public.practice (
    practice_id bigint NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    origin text NOT NULL,
    organisation_id integer NOT NULL,
    territory_id integer,
    country text,
    topic_id integer NOT NULL,
    title_lv text,
    title_en text,
    problem_lv text,
    problem_en text,
    solution_lv text,
    solution_en text,
    steps_lv text,
    steps_en text,
    legal_basis_lv text,
    legal_basis_en text,
    cost_euro numeric,
    duration_months integer,
    staff numeric,
    document_titles text[] DEFAULT '{}'::text[] NOT NULL,
    document_urls text[] DEFAULT '{}'::text[] NOT NULL,
    contact_name text,
    contact_email text,
    contact_phone text,
    evidence text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    published_at timestamp with time zone,
    confirmed_on date,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT practice_check CHECK (((territory_id IS NOT NULL) = (origin = 'municipal'::text))),
    CONSTRAINT practice_check1 CHECK (((country ~ '^[A-Z]{2}$'::text) AND ((country IS NULL) OR (origin = 'foreign'::text)))),
    CONSTRAINT practice_check2 CHECK ((num_nonnulls(title_lv, title_en) > 0)),
    CONSTRAINT practice_check3 CHECK ((cardinality(document_titles) = cardinality(document_urls))),
    CONSTRAINT practice_check4 CHECK (((state <> ALL (ARRAY['published'::text, 'needsUpdate'::text])) OR ((published_at IS NOT NULL) AND (confirmed_on IS NOT NULL)))),
    CONSTRAINT practice_cost_euro_check CHECK ((cost_euro >= (0)::numeric)),
    CONSTRAINT practice_duration_months_check CHECK ((duration_months > 0)),
    CONSTRAINT practice_evidence_check CHECK ((evidence = ANY (ARRAY['described'::text, 'observed'::text, 'measured'::text, 'evaluated'::text]))),
    CONSTRAINT practice_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT practice_origin_check CHECK ((origin = ANY (ARRAY['municipal'::text, 'state'::text, 'foreign'::text]))),
    CONSTRAINT practice_staff_check CHECK ((staff >= (0)::numeric)),
    CONSTRAINT practice_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'underReview'::text, 'published'::text, 'needsUpdate'::text, 'retired'::text])))
);
CREATE TABLE public.practice_adoption (
    practice_adoption_id bigint NOT NULL,
    practice_id bigint NOT NULL,
    organisation_id integer NOT NULL,
    territory_id integer NOT NULL,
    state text DEFAULT 'interested'::text NOT NULL,
    note text,
    indicator_id integer,
    period_before public.period_code,
    period_after public.period_code,
    value_before numeric,
    value_after numeric,
    version integer DEFAULT 1 NOT NULL,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    begun_by text NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT practice_adoption_check CHECK ((num_nulls(indicator_id, period_before, period_after, value_before, value_after) = ANY (ARRAY[0, 5]))),
    CONSTRAINT practice_adoption_check1 CHECK (((state <> 'effectReported'::text) OR (indicator_id IS NOT NULL))),
    CONSTRAINT practice_adoption_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT practice_adoption_state_check CHECK ((state = ANY (ARRAY['interested'::text, 'contactMade'::text, 'visited'::text, 'adapting'::text, 'inUse'::text, 'effectReported'::text, 'abandoned'::text])))
);
CREATE TABLE public.practice_adoption_move (
    practice_adoption_id bigint NOT NULL,
    number integer NOT NULL,
    move text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    reason text,
    moved_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    moved_by text NOT NULL
);
ALTER TABLE public.practice_adoption ALTER COLUMN practice_adoption_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.practice_adoption_practice_adoption_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.practice_comment (
    practice_comment_id bigint NOT NULL,
    practice_id bigint NOT NULL,
    words text,
    written_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    written_by text NOT NULL,
    removed_at timestamp with time zone,
    removed_by text,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT practice_comment_check CHECK (((removed_at IS NULL) = (words IS NOT NULL))),
    CONSTRAINT practice_comment_check1 CHECK (((removed_by IS NULL) = (removed_at IS NULL))),
    CONSTRAINT practice_comment_idempotency_key_check CHECK ((length(idempotency_key) <= 200))
);
ALTER TABLE public.practice_comment ALTER COLUMN practice_comment_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.practice_comment_practice_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.practice_evidence (
    practice_id bigint NOT NULL,
    "position" integer NOT NULL,
    indicator_id integer NOT NULL,
    period_before public.period_code,
    period_after public.period_code,
    CONSTRAINT practice_evidence_check1 CHECK (((period_before IS NULL) = (period_after IS NULL)))
);
CREATE TABLE public.practice_move (
    practice_id bigint NOT NULL,
    number integer NOT NULL,
    move text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    reason text,
    moved_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    moved_by text NOT NULL
);
ALTER TABLE public.practice ALTER COLUMN practice_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.practice_practice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.practice_search (
    practice_id bigint NOT NULL,
    topic_id integer NOT NULL,
    origin text NOT NULL,
    evidence text NOT NULL,
    cost_euro numeric,
    population integer,
    confirmed_on date NOT NULL,
    is_confirmed boolean NOT NULL,
    title tsvector NOT NULL,
    words tsvector NOT NULL
);
CREATE TABLE public.practice_useful (
    practice_id bigint NOT NULL,
    marked_by text NOT NULL,
    marked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE public.programmable_version (
    name text NOT NULL,
    hash text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);
CREATE TABLE public.question_set (
    code text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    title_lv text NOT NULL,
    title_en text NOT NULL,
    audience text NOT NULL,
    questions jsonb NOT NULL,
    groups jsonb NOT NULL,
    frozen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    frozen_by text NOT NULL,
    CONSTRAINT question_set_audience_check CHECK ((audience = ANY (ARRAY['users'::text, 'residents'::text, 'councillors'::text]))),
    CONSTRAINT question_set_code_check CHECK (((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(code) <= 80))),
    CONSTRAINT question_set_title_en_check CHECK ((length(title_en) <= 200)),
    CONSTRAINT question_set_title_lv_check CHECK ((length(title_lv) <= 200)),
    CONSTRAINT question_set_version_check CHECK ((version > 0))
);
CREATE TABLE public.raw_content (
    content_hash text NOT NULL,
    size bigint NOT NULL,
    CONSTRAINT raw_content_content_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT raw_content_size_check CHECK ((size >= 0))
);
CREATE TABLE public.raw_content_chunk (
    content_hash text NOT NULL,
    number integer NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT raw_content_chunk_number_check CHECK ((number >= 0))
);
ALTER TABLE ONLY public.raw_content_chunk ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TABLE public.raw_file (
    raw_file_id bigint NOT NULL,
    content_hash text NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    received_by text NOT NULL
);
ALTER TABLE public.raw_file ALTER COLUMN raw_file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.raw_file_raw_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory (
    territory_id integer NOT NULL,
    identity text NOT NULL,
    CONSTRAINT territory_identity_check CHECK ((identity ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);
CREATE TABLE public.territory_change_part (
    territory_change_id integer NOT NULL,
    from_version_id integer NOT NULL,
    to_version_id integer NOT NULL,
    extent text NOT NULL,
    share numeric,
    method text,
    confidence text NOT NULL,
    note text,
    CONSTRAINT territory_change_part_check CHECK (((extent = 'part'::text) OR (share = (1)::numeric))),
    CONSTRAINT territory_change_part_extent_check CHECK ((extent = ANY (ARRAY['whole'::text, 'part'::text]))),
    CONSTRAINT territory_change_part_share_check CHECK (((share > (0)::numeric) AND (share <= (1)::numeric)))
);
CREATE TABLE public.territory_version (
    territory_version_id integer NOT NULL,
    territory_id integer NOT NULL,
    code text COLLATE pg_catalog."C",
    name_lv text NOT NULL,
    name_en text NOT NULL,
    former_names text[] DEFAULT '{}'::text[] NOT NULL,
    type text NOT NULL,
    region_id integer,
    nuts3 text,
    iso_3166_2 text,
    valid_from date NOT NULL,
    valid_to date,
    confidence text NOT NULL,
    note text,
    CONSTRAINT territory_version_check CHECK ((valid_to >= valid_from)),
    CONSTRAINT territory_version_code_check CHECK ((code ~ '^LV([0-9]{7}|-[A-Z]+)?$'::text)),
    CONSTRAINT territory_version_type_check CHECK ((type = ANY (ARRAY['stateCity'::text, 'municipality'::text, 'planningRegion'::text, 'country'::text])))
);
CREATE VIEW public.reached_territory AS
 WITH RECURSIVE predecessor AS (
         SELECT DISTINCT a.territory_id,
            b.territory_id AS predecessor_id
           FROM ((public.territory_change_part p
             JOIN public.territory_version a ON ((a.territory_version_id = p.to_version_id)))
             JOIN public.territory_version b ON ((b.territory_version_id = p.from_version_id)))
          WHERE ((a.territory_id <> b.territory_id) AND (NOT (EXISTS ( SELECT
                   FROM public.territory_version later
                  WHERE ((later.territory_id = b.territory_id) AND (later.valid_from > b.valid_to))))) AND (b.valid_to IS NOT NULL))
        ), reached AS (
         SELECT t.territory_id,
            t.territory_id AS reached_id
           FROM public.territory t
        UNION
         SELECT r.territory_id,
            p.predecessor_id
           FROM (reached r
             JOIN predecessor p ON ((p.territory_id = r.reached_id)))
        )
 SELECT reached.territory_id,
    reached.reached_id
   FROM reached;
CREATE TABLE public.release (
    release_id integer NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    title_lv text NOT NULL,
    title_en text NOT NULL,
    releases_at timestamp with time zone NOT NULL,
    released_at timestamp with time zone,
    quality text NOT NULL,
    periods text[] NOT NULL,
    announced_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    announced_by text NOT NULL,
    CONSTRAINT release_check CHECK ((released_at >= releases_at)),
    CONSTRAINT release_code_check CHECK (((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(code) <= 80))),
    CONSTRAINT release_periods_check CHECK ((cardinality(periods) > 0)),
    CONSTRAINT release_quality_check CHECK ((quality = ANY (ARRAY['provisional'::text, 'final'::text])))
);
CREATE TABLE public.release_indicator (
    release_id integer NOT NULL,
    indicator_id integer NOT NULL
);
ALTER TABLE public.release ALTER COLUMN release_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.release_release_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.role_grant ALTER COLUMN role_grant_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.role_grant_role_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.schema_version (
    schemaversionsid integer NOT NULL,
    scriptname character varying(255) NOT NULL,
    applied timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.schema_version_schemaversionsid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.schema_version_schemaversionsid_seq OWNED BY public.schema_version.schemaversionsid;
CREATE TABLE public.signing_key (
    key_id text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT signing_key_secret_check CHECK ((length(secret) >= 16))
);
ALTER TABLE public.source ALTER COLUMN source_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.source_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.stored_analysis (
    stored_analysis_id uuid DEFAULT gen_random_uuid() NOT NULL,
    number bigint NOT NULL,
    method text NOT NULL,
    method_version text NOT NULL,
    title text,
    language text NOT NULL,
    visibility text NOT NULL,
    reach text NOT NULL,
    as_of timestamp with time zone,
    request text,
    answer bytea,
    checksum text NOT NULL,
    bytes integer NOT NULL,
    stored_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    stored_by text NOT NULL,
    removed_at timestamp with time zone,
    removed_by text,
    CONSTRAINT stored_analysis_check CHECK (((removed_at IS NULL) = (removed_by IS NULL))),
    CONSTRAINT stored_analysis_check1 CHECK ((((removed_at IS NULL) = (request IS NOT NULL)) AND ((removed_at IS NULL) = (answer IS NOT NULL)))),
    CONSTRAINT stored_analysis_checksum_check CHECK ((checksum ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT stored_analysis_language_check CHECK ((language ~ '^(lv|en)$'::text)),
    CONSTRAINT stored_analysis_method_check CHECK ((length(method) <= 80)),
    CONSTRAINT stored_analysis_method_version_check CHECK ((length(method_version) <= 20)),
    CONSTRAINT stored_analysis_title_check CHECK ((length(title) <= 200)),
    CONSTRAINT stored_analysis_visibility_check CHECK ((visibility = ANY (ARRAY['private'::text, 'public'::text])))
);
ALTER TABLE public.stored_analysis ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.stored_analysis_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.survey (
    survey_id bigint NOT NULL,
    territory_id integer NOT NULL,
    territory_code text NOT NULL,
    question_set text NOT NULL COLLATE pg_catalog."C",
    question_set_version integer NOT NULL,
    title_lv text NOT NULL,
    title_en text NOT NULL,
    period text NOT NULL,
    mode text NOT NULL,
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    population integer,
    minimum_answers integer NOT NULL,
    source_id integer,
    invited integer DEFAULT 0 NOT NULL,
    answered integer DEFAULT 0 NOT NULL,
    import_id bigint,
    published_at timestamp with time zone,
    published_by text,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    created_by text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    CONSTRAINT survey_answered_check CHECK ((answered >= 0)),
    CONSTRAINT survey_check CHECK ((closes_on >= opens_on)),
    CONSTRAINT survey_check1 CHECK (((published_by IS NULL) = (published_at IS NULL))),
    CONSTRAINT survey_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT survey_invited_check CHECK ((invited >= 0)),
    CONSTRAINT survey_minimum_answers_check CHECK (((minimum_answers >= 3) AND (minimum_answers <= 100))),
    CONSTRAINT survey_mode_check CHECK ((mode = ANY (ARRAY['tokens'::text, 'aggregates'::text]))),
    CONSTRAINT survey_population_check CHECK ((population > 0)),
    CONSTRAINT survey_title_en_check CHECK ((length(title_en) <= 200)),
    CONSTRAINT survey_title_lv_check CHECK ((length(title_lv) <= 200))
);
CREATE TABLE public.survey_count (
    survey_id bigint NOT NULL,
    question text NOT NULL,
    group_code text NOT NULL,
    category text NOT NULL,
    answer integer NOT NULL,
    answers integer NOT NULL,
    CONSTRAINT survey_count_answer_check CHECK (((answer >= 0) AND (answer <= 6))),
    CONSTRAINT survey_count_answers_check CHECK ((answers >= 0)),
    CONSTRAINT survey_count_check CHECK (((group_code <> ''::text) OR (category = ''::text)))
);
ALTER TABLE public.survey ALTER COLUMN survey_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.survey_survey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.survey_token (
    survey_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    is_used boolean DEFAULT false NOT NULL,
    CONSTRAINT survey_token_token_hash_check CHECK ((length(token_hash) = 32))
);
CREATE TABLE public.survey_token_order (
    survey_id bigint NOT NULL,
    idempotency_key text NOT NULL,
    CONSTRAINT survey_token_order_idempotency_key_check CHECK ((length(idempotency_key) <= 200))
);
CREATE TABLE public.sync_page (
    sync_run_id bigint NOT NULL,
    number integer NOT NULL,
    after_cursor bigint NOT NULL,
    next_cursor bigint NOT NULL,
    checksum text NOT NULL,
    rows integer NOT NULL,
    size integer NOT NULL,
    content bytea,
    fetched_at timestamp with time zone NOT NULL,
    CONSTRAINT sync_page_check CHECK ((next_cursor >= after_cursor)),
    CONSTRAINT sync_page_checksum_check CHECK ((checksum ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT sync_page_number_check CHECK ((number > 0))
);
ALTER TABLE ONLY public.sync_page ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TABLE public.sync_run (
    sync_run_id bigint NOT NULL,
    sync_source_id integer NOT NULL,
    trigger text NOT NULL,
    scheduled_for timestamp with time zone,
    idempotency_key text,
    actor text NOT NULL,
    state text NOT NULL,
    stage text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    resumed_from bigint,
    start_cursor bigint NOT NULL,
    cursor bigint NOT NULL,
    page_tag text,
    fingerprint text,
    pages integer DEFAULT 0 NOT NULL,
    repeated_pages integer DEFAULT 0 NOT NULL,
    rows integer DEFAULT 0 NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    import_id bigint,
    failure_code text,
    failure_lv text,
    failure_en text,
    is_resumable boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    fetch_started_at timestamp with time zone,
    check_started_at timestamp with time zone,
    import_started_at timestamp with time zone,
    finished_at timestamp with time zone,
    CONSTRAINT sync_run_check CHECK (((trigger <> 'manual'::text) OR (scheduled_for IS NULL))),
    CONSTRAINT sync_run_check1 CHECK (((failure_lv IS NULL) = (failure_code IS NULL))),
    CONSTRAINT sync_run_check2 CHECK (((failure_en IS NULL) = (failure_code IS NULL))),
    CONSTRAINT sync_run_check3 CHECK (((finished_at IS NULL) = (state = 'running'::text))),
    CONSTRAINT sync_run_check4 CHECK (((state = 'failed'::text) = (failure_code IS NOT NULL))),
    CONSTRAINT sync_run_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT sync_run_stage_check CHECK ((stage = ANY (ARRAY['waiting'::text, 'fetch'::text, 'check'::text, 'import'::text, 'done'::text]))),
    CONSTRAINT sync_run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'completed'::text, 'completedWithFindings'::text, 'noChange'::text, 'failed'::text]))),
    CONSTRAINT sync_run_trigger_check CHECK ((trigger = ANY (ARRAY['schedule'::text, 'manual'::text, 'catchUp'::text])))
);
ALTER TABLE public.sync_run ALTER COLUMN sync_run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sync_run_sync_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sync_source (
    sync_source_id integer NOT NULL,
    code text NOT NULL,
    source_id integer NOT NULL,
    adapter text NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    cron text,
    time_zone text DEFAULT 'Europe/Riga'::text NOT NULL,
    is_enabled boolean DEFAULT false NOT NULL,
    stale_after_hours integer DEFAULT 36 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    cursor bigint DEFAULT 0 NOT NULL,
    page_tag text,
    catalogue jsonb,
    catalogue_tag text,
    CONSTRAINT sync_source_adapter_check CHECK ((adapter = ANY (ARRAY['raim-http'::text, 'raim-export'::text, 'pxweb'::text, 'open-data-csv'::text]))),
    CONSTRAINT sync_source_code_check CHECK ((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
    CONSTRAINT sync_source_cursor_check CHECK ((cursor >= 0)),
    CONSTRAINT sync_source_settings_check CHECK ((jsonb_typeof(settings) = 'object'::text)),
    CONSTRAINT sync_source_stale_after_hours_check CHECK ((stale_after_hours > 0))
);
ALTER TABLE public.sync_source ALTER COLUMN sync_source_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sync_source_sync_source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_change (
    territory_change_id integer NOT NULL,
    effective_on date,
    effective_year smallint NOT NULL,
    kind text NOT NULL,
    title_lv text NOT NULL,
    title_en text NOT NULL,
    source text NOT NULL,
    confidence text NOT NULL,
    CONSTRAINT territory_change_check CHECK (((effective_on IS NULL) OR (EXTRACT(year FROM effective_on) = (effective_year)::numeric))),
    CONSTRAINT territory_change_kind_check CHECK ((kind = ANY (ARRAY['reform'::text, 'merger'::text, 'division'::text, 'separation'::text, 'recode'::text, 'rename'::text])))
);
ALTER TABLE public.territory_change ALTER COLUMN territory_change_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.territory_change_territory_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_group (
    territory_group_id integer NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    CONSTRAINT territory_group_code_check CHECK ((code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
    CONSTRAINT territory_group_kind_check CHECK ((kind = ANY (ARRAY['all'::text, 'type'::text, 'planningRegion'::text, 'sizeClass'::text, 'list'::text])))
);
CREATE TABLE public.territory_group_member (
    territory_group_version_id integer NOT NULL,
    territory_id integer NOT NULL
);
ALTER TABLE public.territory_group ALTER COLUMN territory_group_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.territory_group_territory_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territory_group_version (
    territory_group_version_id integer NOT NULL,
    territory_group_id integer NOT NULL,
    version smallint NOT NULL,
    name_lv text NOT NULL,
    name_en text NOT NULL,
    description_lv text NOT NULL,
    description_en text NOT NULL,
    types text[],
    region_id integer,
    population_from integer,
    population_to integer,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    origin_method text,
    origin_request jsonb,
    origin_as_of timestamp with time zone,
    CONSTRAINT territory_group_version_origin_check CHECK (((origin_method IS NOT NULL) OR ((origin_request IS NULL) AND (origin_as_of IS NULL)))),
    CONSTRAINT territory_group_version_version_check CHECK ((version >= 1))
);
ALTER TABLE public.territory_group_version ALTER COLUMN territory_group_version_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.territory_group_version_territory_group_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW public.territory_in_time AS
 SELECT v.territory_version_id,
    v.territory_id,
    t.identity,
    v.code,
    v.name_lv,
    v.name_en,
    v.former_names,
    v.type,
    v.region_id,
    ( SELECT r.code
           FROM public.territory_version r
          WHERE (r.territory_id = v.region_id)
          ORDER BY r.valid_from DESC
         LIMIT 1) AS region,
    v.nuts3,
    v.iso_3166_2,
    v.valid_from,
    v.valid_to,
    v.confidence,
    v.note,
    (row_number() OVER (PARTITION BY v.territory_id ORDER BY v.valid_from))::integer AS version
   FROM (public.territory_version v
     JOIN public.territory t ON ((t.territory_id = v.territory_id)));
ALTER TABLE public.territory ALTER COLUMN territory_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.territory_territory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.territory_version ALTER COLUMN territory_version_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.territory_version_territory_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.topic ALTER COLUMN topic_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.topic_topic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.unit ALTER COLUMN unit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.unit_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.validation_rule (
    validation_rule_id integer NOT NULL,
    indicator_id integer NOT NULL,
    rule text NOT NULL,
    severity text NOT NULL,
    minimum numeric,
    maximum numeric,
    relative numeric,
    reason_lv text NOT NULL,
    reason_en text NOT NULL,
    dimension text,
    expected numeric,
    CONSTRAINT validation_rule_check CHECK (((rule = 'sum'::text) = (dimension IS NOT NULL))),
    CONSTRAINT validation_rule_check1 CHECK (((rule = 'sum'::text) OR (expected IS NULL))),
    CONSTRAINT validation_rule_check2 CHECK (((rule <> 'disclosure'::text) OR (minimum > (0)::numeric))),
    CONSTRAINT validation_rule_check3 CHECK (((rule <> 'completeness'::text) OR (minimum IS NULL) OR ((minimum > (0)::numeric) AND (minimum <= (1)::numeric)))),
    CONSTRAINT validation_rule_relative_check CHECK ((relative > (0)::numeric)),
    CONSTRAINT validation_rule_rule_check CHECK ((rule = ANY (ARRAY['range'::text, 'jump'::text, 'zero'::text, 'outlier'::text, 'column'::text, 'sum'::text, 'completeness'::text, 'disclosure'::text]))),
    CONSTRAINT validation_rule_severity_check CHECK ((severity = ANY (ARRAY['refused'::text, 'quarantined'::text, 'warning'::text])))
);
ALTER TABLE public.validation_rule ALTER COLUMN validation_rule_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.validation_rule_validation_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.waiting_row (
    import_id bigint NOT NULL,
    finding_id integer NOT NULL,
    kind text NOT NULL,
    source_name text NOT NULL,
    row_number integer NOT NULL,
    territory text NOT NULL,
    indicator text NOT NULL,
    period text NOT NULL,
    breakdown text NOT NULL,
    value text NOT NULL,
    missing_reason text NOT NULL,
    flags text,
    reason_lv text NOT NULL,
    reason_en text NOT NULL,
    CONSTRAINT waiting_row_kind_check CHECK ((kind = ANY (ARRAY['indicator'::text, 'territory'::text, 'breakdown'::text])))
);
CREATE TABLE public.webhook (
    webhook_id bigint NOT NULL,
    url text NOT NULL,
    kinds text[] NOT NULL,
    description text,
    state text DEFAULT 'active'::text NOT NULL,
    "position" bigint NOT NULL,
    leased_until timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT webhook_description_check CHECK ((length(description) <= 200)),
    CONSTRAINT webhook_kinds_check CHECK ((kinds <@ ARRAY['observation'::text, 'indicator'::text, 'territory'::text, 'group'::text, 'release'::text])),
    CONSTRAINT webhook_kinds_check1 CHECK ((cardinality(kinds) > 0)),
    CONSTRAINT webhook_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'gone'::text]))),
    CONSTRAINT webhook_url_check CHECK ((length(url) <= 2000))
);
CREATE TABLE public.webhook_delivery (
    webhook_delivery_id bigint NOT NULL,
    message_id text DEFAULT ('msg_'::text || replace((gen_random_uuid())::text, '-'::text, ''::text)) NOT NULL,
    webhook_id bigint NOT NULL,
    after_number bigint NOT NULL,
    last_number bigint NOT NULL,
    changes integer NOT NULL,
    body text NOT NULL,
    state text DEFAULT 'pending'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    tries_until timestamp with time zone DEFAULT (clock_timestamp() + '24:00:00'::interval) NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT clock_timestamp(),
    last_attempt_at timestamp with time zone,
    last_milliseconds integer,
    last_outcome text,
    last_status integer,
    CONSTRAINT webhook_delivery_changes_check CHECK ((changes > 0)),
    CONSTRAINT webhook_delivery_check CHECK ((last_number > after_number)),
    CONSTRAINT webhook_delivery_check1 CHECK (((next_attempt_at IS NULL) = (state <> 'pending'::text))),
    CONSTRAINT webhook_delivery_check2 CHECK (((last_milliseconds IS NULL) = (last_attempt_at IS NULL))),
    CONSTRAINT webhook_delivery_check3 CHECK (((last_outcome IS NULL) = (last_attempt_at IS NULL))),
    CONSTRAINT webhook_delivery_last_outcome_check CHECK ((last_outcome = ANY (ARRAY['delivered'::text, 'answered'::text, 'redirected'::text, 'gone'::text, 'timedOut'::text, 'unknownHost'::text, 'unreachable'::text, 'notTrusted'::text, 'targetRefused'::text]))),
    CONSTRAINT webhook_delivery_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'parked'::text])))
);
ALTER TABLE public.webhook_delivery ALTER COLUMN webhook_delivery_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_delivery_webhook_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_secret (
    webhook_secret_id bigint NOT NULL,
    webhook_id bigint NOT NULL,
    secret text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    signs_until timestamp with time zone,
    CONSTRAINT webhook_secret_idempotency_key_check CHECK ((length(idempotency_key) <= 200)),
    CONSTRAINT webhook_secret_secret_check CHECK ((secret ~ '^whsec_'::text))
);
ALTER TABLE public.webhook_secret ALTER COLUMN webhook_secret_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_secret_webhook_secret_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.webhook ALTER COLUMN webhook_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_webhook_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.schema_version ALTER COLUMN schemaversionsid SET DEFAULT nextval('public.schema_version_schemaversionsid_seq'::regclass);
ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT "PK_schema_version_Id" PRIMARY KEY (schemaversionsid);
ALTER TABLE ONLY public.api_client
    ADD CONSTRAINT api_client_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY public.api_client
    ADD CONSTRAINT api_client_issuer_subject_key UNIQUE (issuer, subject);
ALTER TABLE ONLY public.api_client
    ADD CONSTRAINT api_client_pkey PRIMARY KEY (api_client_id);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (api_key_id);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_prefix_key UNIQUE (prefix);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.audit_entry
    ADD CONSTRAINT audit_entry_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (is_head);
ALTER TABLE ONLY public.audit_pending
    ADD CONSTRAINT audit_pending_pkey PRIMARY KEY (audit_pending_id);
ALTER TABLE ONLY public.audit_verification
    ADD CONSTRAINT audit_verification_pkey PRIMARY KEY (audit_verification_id);
ALTER TABLE ONLY public.breakdown_category
    ADD CONSTRAINT breakdown_category_pkey PRIMARY KEY (dimension, code);
ALTER TABLE ONLY public.breakdown_dimension
    ADD CONSTRAINT breakdown_dimension_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.briefing_document
    ADD CONSTRAINT briefing_document_pkey PRIMARY KEY (briefing_id, language, format);
ALTER TABLE ONLY public.briefing
    ADD CONSTRAINT briefing_kept_by_idempotency_key_key UNIQUE (kept_by, idempotency_key);
ALTER TABLE ONLY public.briefing
    ADD CONSTRAINT briefing_number_key UNIQUE (number);
ALTER TABLE ONLY public.briefing
    ADD CONSTRAINT briefing_pkey PRIMARY KEY (briefing_id);
ALTER TABLE ONLY public.catalogue_state
    ADD CONSTRAINT catalogue_state_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (change_number);
ALTER TABLE ONLY public.classification
    ADD CONSTRAINT classification_pkey PRIMARY KEY (classification_id);
ALTER TABLE ONLY public.collection_answer
    ADD CONSTRAINT collection_answer_pkey PRIMARY KEY (window_id, organisation_id, indicator_id, period);
ALTER TABLE ONLY public.collection_window
    ADD CONSTRAINT collection_window_cycle_id_code_key UNIQUE (cycle_id, code);
ALTER TABLE ONLY public.collection_window
    ADD CONSTRAINT collection_window_pkey PRIMARY KEY (window_id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_pkey PRIMARY KEY (correction_id);
ALTER TABLE ONLY public.cycle_analysis
    ADD CONSTRAINT cycle_analysis_pkey PRIMARY KEY (cycle_id, stored_analysis_id);
ALTER TABLE ONLY public.cycle_meeting
    ADD CONSTRAINT cycle_meeting_cycle_id_code_key UNIQUE (cycle_id, code);
ALTER TABLE ONLY public.cycle_meeting
    ADD CONSTRAINT cycle_meeting_pkey PRIMARY KEY (meeting_id);
ALTER TABLE ONLY public.cycle_member
    ADD CONSTRAINT cycle_member_pkey PRIMARY KEY (cycle_id, organisation_id);
ALTER TABLE ONLY public.cycle_model
    ADD CONSTRAINT cycle_model_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.cycle_move
    ADD CONSTRAINT cycle_move_pkey PRIMARY KEY (cycle_move_id);
ALTER TABLE ONLY public.cycle_state_move
    ADD CONSTRAINT cycle_state_move_pkey PRIMARY KEY (model_version, from_state, to_state);
ALTER TABLE ONLY public.cycle_state
    ADD CONSTRAINT cycle_state_pkey PRIMARY KEY (model_version, state);
ALTER TABLE ONLY public.cycle_task
    ADD CONSTRAINT cycle_task_cycle_id_code_key UNIQUE (cycle_id, code);
ALTER TABLE ONLY public.cycle_task
    ADD CONSTRAINT cycle_task_pkey PRIMARY KEY (task_id);
ALTER TABLE ONLY public.group_aggregate_part
    ADD CONSTRAINT group_aggregate_part_pkey PRIMARY KEY (group_aggregate_id, territory_id);
ALTER TABLE ONLY public.group_aggregate
    ADD CONSTRAINT group_aggregate_pkey PRIMARY KEY (group_aggregate_id);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_idempotency_key_key UNIQUE (actor, idempotency_key);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_pkey PRIMARY KEY (import_id);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_source_id_source_batch_key UNIQUE (source_id, source_batch);
ALTER TABLE ONLY public.import_finding
    ADD CONSTRAINT import_finding_pkey PRIMARY KEY (import_id, finding_id);
ALTER TABLE ONLY public.improvement_plan
    ADD CONSTRAINT improvement_plan_created_by_idempotency_key_key UNIQUE (created_by, idempotency_key);
ALTER TABLE ONLY public.improvement_plan
    ADD CONSTRAINT improvement_plan_pkey PRIMARY KEY (plan_id);
ALTER TABLE ONLY public.indicator_breakdown
    ADD CONSTRAINT indicator_breakdown_pkey PRIMARY KEY (indicator_id, dimension);
ALTER TABLE ONLY public.indicator
    ADD CONSTRAINT indicator_code_key UNIQUE (code);
ALTER TABLE ONLY public.indicator
    ADD CONSTRAINT indicator_pkey PRIMARY KEY (indicator_id);
ALTER TABLE ONLY public.indicator_set
    ADD CONSTRAINT indicator_set_cycle_id_number_key UNIQUE (cycle_id, number);
ALTER TABLE ONLY public.indicator_set_item
    ADD CONSTRAINT indicator_set_item_pkey PRIMARY KEY (indicator_set_id, indicator_id);
ALTER TABLE ONLY public.indicator_set
    ADD CONSTRAINT indicator_set_pkey PRIMARY KEY (indicator_set_id);
ALTER TABLE ONLY public.indicator_set_vote
    ADD CONSTRAINT indicator_set_vote_pkey PRIMARY KEY (indicator_set_id, organisation_id);
ALTER TABLE ONLY public.indicator_state
    ADD CONSTRAINT indicator_state_pkey PRIMARY KEY (indicator_id);
ALTER TABLE ONLY public.indicator_version
    ADD CONSTRAINT indicator_version_indicator_id_version_key UNIQUE (indicator_id, version);
ALTER TABLE ONLY public.indicator_version
    ADD CONSTRAINT indicator_version_pkey PRIMARY KEY (indicator_version_id);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_number_key UNIQUE (number);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (job_id);
ALTER TABLE ONLY public.level_change
    ADD CONSTRAINT level_change_pkey PRIMARY KEY (change_number);
ALTER TABLE ONLY public.mapping_rule
    ADD CONSTRAINT mapping_rule_pkey PRIMARY KEY (mapping_rule_id);
ALTER TABLE ONLY public.mapping_rule
    ADD CONSTRAINT mapping_rule_source_id_kind_source_name_key UNIQUE (source_id, kind, source_name);
ALTER TABLE ONLY public.mapping_rule_version
    ADD CONSTRAINT mapping_rule_version_pkey PRIMARY KEY (mapping_rule_id, version);
ALTER TABLE ONLY public.meeting_minutes
    ADD CONSTRAINT meeting_minutes_meeting_id_number_key UNIQUE (meeting_id, number);
ALTER TABLE ONLY public.meeting_minutes
    ADD CONSTRAINT meeting_minutes_pkey PRIMARY KEY (minutes_id);
ALTER TABLE ONLY public.minutes_comment
    ADD CONSTRAINT minutes_comment_commented_by_idempotency_key_key UNIQUE (commented_by, idempotency_key);
ALTER TABLE ONLY public.minutes_comment
    ADD CONSTRAINT minutes_comment_pkey PRIMARY KEY (minutes_comment_id);
ALTER TABLE ONLY public.network
    ADD CONSTRAINT network_code_key UNIQUE (code);
ALTER TABLE ONLY public.network_cycle
    ADD CONSTRAINT network_cycle_network_id_number_key UNIQUE (network_id, number);
ALTER TABLE ONLY public.network_cycle
    ADD CONSTRAINT network_cycle_pkey PRIMARY KEY (cycle_id);
ALTER TABLE ONLY public.network_membership
    ADD CONSTRAINT network_membership_pkey PRIMARY KEY (network_id, organisation_id, joined_on);
ALTER TABLE ONLY public.network
    ADD CONSTRAINT network_pkey PRIMARY KEY (network_id);
ALTER TABLE ONLY public.observation_cube
    ADD CONSTRAINT observation_cube_pkey PRIMARY KEY (indicator_id, breakdown);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_pkey PRIMARY KEY (indicator_id, territory_id, period, breakdown, revision);
ALTER TABLE ONLY public.open_batch_chunk
    ADD CONSTRAINT open_batch_chunk_pkey PRIMARY KEY (open_batch_id, part, number);
ALTER TABLE ONLY public.open_batch_part
    ADD CONSTRAINT open_batch_part_pkey PRIMARY KEY (open_batch_id, number);
ALTER TABLE ONLY public.open_batch
    ADD CONSTRAINT open_batch_pkey PRIMARY KEY (open_batch_id);
ALTER TABLE ONLY public.open_batch
    ADD CONSTRAINT open_batch_source_id_source_batch_key UNIQUE (source_id, source_batch);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_code_key UNIQUE (code);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (organisation_id);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_territory_id_key UNIQUE (territory_id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_issuer_subject_key UNIQUE (issuer, subject);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (person_id);
ALTER TABLE ONLY public.plan_action
    ADD CONSTRAINT plan_action_pkey PRIMARY KEY (plan_id, "position");
ALTER TABLE ONLY public.plan_advice
    ADD CONSTRAINT plan_advice_given_by_idempotency_key_key UNIQUE (given_by, idempotency_key);
ALTER TABLE ONLY public.plan_advice
    ADD CONSTRAINT plan_advice_pkey PRIMARY KEY (plan_advice_id);
ALTER TABLE ONLY public.plan_evaluation_cell
    ADD CONSTRAINT plan_evaluation_cell_pkey PRIMARY KEY (plan_evaluation_id, indicator_id, territory_id, period);
ALTER TABLE ONLY public.plan_evaluation
    ADD CONSTRAINT plan_evaluation_made_by_idempotency_key_key UNIQUE (made_by, idempotency_key);
ALTER TABLE ONLY public.plan_evaluation
    ADD CONSTRAINT plan_evaluation_pkey PRIMARY KEY (plan_evaluation_id);
ALTER TABLE ONLY public.plan_follow_up
    ADD CONSTRAINT plan_follow_up_pkey PRIMARY KEY (plan_id, due_on);
ALTER TABLE ONLY public.plan_move
    ADD CONSTRAINT plan_move_pkey PRIMARY KEY (plan_id, number);
ALTER TABLE ONLY public.plan_target
    ADD CONSTRAINT plan_target_pkey PRIMARY KEY (plan_id, "position");
ALTER TABLE ONLY public.plan_target
    ADD CONSTRAINT plan_target_plan_id_indicator_id_key UNIQUE (plan_id, indicator_id);
ALTER TABLE ONLY public.practice_adoption
    ADD CONSTRAINT practice_adoption_begun_by_idempotency_key_key UNIQUE (begun_by, idempotency_key);
ALTER TABLE ONLY public.practice_adoption_move
    ADD CONSTRAINT practice_adoption_move_pkey PRIMARY KEY (practice_adoption_id, number);
ALTER TABLE ONLY public.practice_adoption
    ADD CONSTRAINT practice_adoption_pkey PRIMARY KEY (practice_adoption_id);
ALTER TABLE ONLY public.practice_comment
    ADD CONSTRAINT practice_comment_pkey PRIMARY KEY (practice_comment_id);
ALTER TABLE ONLY public.practice_comment
    ADD CONSTRAINT practice_comment_written_by_idempotency_key_key UNIQUE (written_by, idempotency_key);
ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_created_by_idempotency_key_key UNIQUE (created_by, idempotency_key);
ALTER TABLE ONLY public.practice_evidence
    ADD CONSTRAINT practice_evidence_pkey PRIMARY KEY (practice_id, "position");
ALTER TABLE ONLY public.practice_evidence
    ADD CONSTRAINT practice_evidence_practice_id_indicator_id_key UNIQUE (practice_id, indicator_id);
ALTER TABLE ONLY public.practice_move
    ADD CONSTRAINT practice_move_pkey PRIMARY KEY (practice_id, number);
ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_pkey PRIMARY KEY (practice_id);
ALTER TABLE ONLY public.practice_search
    ADD CONSTRAINT practice_search_pkey PRIMARY KEY (practice_id);
ALTER TABLE ONLY public.practice_useful
    ADD CONSTRAINT practice_useful_pkey PRIMARY KEY (practice_id, marked_by);
ALTER TABLE ONLY public.programmable_version
    ADD CONSTRAINT programmable_version_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.question_set
    ADD CONSTRAINT question_set_pkey PRIMARY KEY (code, version);
ALTER TABLE ONLY public.raw_content_chunk
    ADD CONSTRAINT raw_content_chunk_pkey PRIMARY KEY (content_hash, number);
ALTER TABLE ONLY public.raw_content
    ADD CONSTRAINT raw_content_pkey PRIMARY KEY (content_hash);
ALTER TABLE ONLY public.raw_file
    ADD CONSTRAINT raw_file_pkey PRIMARY KEY (raw_file_id);
ALTER TABLE ONLY public.release
    ADD CONSTRAINT release_code_key UNIQUE (code);
ALTER TABLE ONLY public.release_indicator
    ADD CONSTRAINT release_indicator_pkey PRIMARY KEY (release_id, indicator_id);
ALTER TABLE ONLY public.release
    ADD CONSTRAINT release_pkey PRIMARY KEY (release_id);
ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_pkey PRIMARY KEY (role_grant_id);
ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (key_id);
ALTER TABLE ONLY public.source
    ADD CONSTRAINT source_code_key UNIQUE (code);
ALTER TABLE ONLY public.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (source_id);
ALTER TABLE ONLY public.stored_analysis
    ADD CONSTRAINT stored_analysis_number_key UNIQUE (number);
ALTER TABLE ONLY public.stored_analysis
    ADD CONSTRAINT stored_analysis_pkey PRIMARY KEY (stored_analysis_id);
ALTER TABLE ONLY public.survey_count
    ADD CONSTRAINT survey_count_pkey PRIMARY KEY (survey_id, question, group_code, category, answer);
ALTER TABLE ONLY public.survey
    ADD CONSTRAINT survey_created_by_idempotency_key_key UNIQUE (created_by, idempotency_key);
ALTER TABLE ONLY public.survey
    ADD CONSTRAINT survey_pkey PRIMARY KEY (survey_id);
ALTER TABLE ONLY public.survey_token_order
    ADD CONSTRAINT survey_token_order_pkey PRIMARY KEY (survey_id, idempotency_key);
ALTER TABLE ONLY public.survey_token
    ADD CONSTRAINT survey_token_pkey PRIMARY KEY (survey_id, token_hash);
ALTER TABLE ONLY public.sync_page
    ADD CONSTRAINT sync_page_pkey PRIMARY KEY (sync_run_id, number);
ALTER TABLE ONLY public.sync_page
    ADD CONSTRAINT sync_page_sync_run_id_after_cursor_key UNIQUE (sync_run_id, after_cursor);
ALTER TABLE ONLY public.sync_run
    ADD CONSTRAINT sync_run_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY public.sync_run
    ADD CONSTRAINT sync_run_pkey PRIMARY KEY (sync_run_id);
ALTER TABLE ONLY public.sync_source
    ADD CONSTRAINT sync_source_code_key UNIQUE (code);
ALTER TABLE ONLY public.sync_source
    ADD CONSTRAINT sync_source_pkey PRIMARY KEY (sync_source_id);
ALTER TABLE ONLY public.territory_change_part
    ADD CONSTRAINT territory_change_part_pkey PRIMARY KEY (territory_change_id, from_version_id, to_version_id);
ALTER TABLE ONLY public.territory_change
    ADD CONSTRAINT territory_change_pkey PRIMARY KEY (territory_change_id);
ALTER TABLE ONLY public.territory_group
    ADD CONSTRAINT territory_group_code_key UNIQUE (code);
ALTER TABLE ONLY public.territory_group_member
    ADD CONSTRAINT territory_group_member_pkey PRIMARY KEY (territory_group_version_id, territory_id);
ALTER TABLE ONLY public.territory_group
    ADD CONSTRAINT territory_group_pkey PRIMARY KEY (territory_group_id);
ALTER TABLE ONLY public.territory_group_version
    ADD CONSTRAINT territory_group_version_pkey PRIMARY KEY (territory_group_version_id);
ALTER TABLE ONLY public.territory_group_version
    ADD CONSTRAINT territory_group_version_territory_group_id_version_key UNIQUE (territory_group_id, version);
ALTER TABLE ONLY public.territory
    ADD CONSTRAINT territory_identity_key UNIQUE (identity);
ALTER TABLE ONLY public.territory
    ADD CONSTRAINT territory_pkey PRIMARY KEY (territory_id);
ALTER TABLE ONLY public.territory_version
    ADD CONSTRAINT territory_version_code_key UNIQUE (code);
ALTER TABLE ONLY public.territory_version
    ADD CONSTRAINT territory_version_pkey PRIMARY KEY (territory_version_id);
ALTER TABLE ONLY public.territory_version
    ADD CONSTRAINT territory_version_territory_id_daterange_excl EXCLUDE USING gist (territory_id WITH =, daterange(valid_from, valid_to, '[]'::text) WITH &&);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_code_key UNIQUE (code);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_pkey PRIMARY KEY (topic_id);
ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_code_key UNIQUE (code);
ALTER TABLE ONLY public.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (unit_id);
ALTER TABLE ONLY public.validation_rule
    ADD CONSTRAINT validation_rule_indicator_id_rule_severity_key UNIQUE (indicator_id, rule, severity);
ALTER TABLE ONLY public.validation_rule
    ADD CONSTRAINT validation_rule_pkey PRIMARY KEY (validation_rule_id);
ALTER TABLE ONLY public.waiting_row
    ADD CONSTRAINT waiting_row_pkey PRIMARY KEY (import_id, finding_id);
ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_pkey PRIMARY KEY (webhook_delivery_id);
ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (webhook_id);
ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_pkey PRIMARY KEY (webhook_secret_id);
CREATE INDEX api_key_of_client ON public.api_key USING btree (api_client_id);
CREATE INDEX audit_entry_details_forgotten ON public.audit_entry USING btree (details_forgotten_by) WHERE (details_forgotten_by IS NOT NULL);
CREATE INDEX audit_entry_in_time ON public.audit_entry USING btree (occurred_at);
CREATE INDEX audit_entry_of_action ON public.audit_entry USING btree (action, number);
CREATE INDEX audit_entry_of_actor ON public.audit_entry USING btree (actor, number);
CREATE INDEX audit_entry_of_reader ON public.audit_entry USING btree (occurred_at) WHERE (((action)::text ~~ 'read.%'::text) AND (who_forgotten_by IS NULL));
CREATE INDEX audit_entry_of_subject ON public.audit_entry USING btree (subject text_pattern_ops, number);
CREATE INDEX audit_entry_who_forgotten ON public.audit_entry USING btree (who_forgotten_by) WHERE (who_forgotten_by IS NOT NULL);
CREATE INDEX briefing_of_territory ON public.briefing USING btree (territory_id, number);
CREATE INDEX classification_indicator ON public.classification USING btree (indicator_id, classification_id DESC);
CREATE INDEX correction_cell ON public.correction USING btree (indicator_id, territory_id, period, breakdown);
CREATE INDEX cycle_move_of_cycle ON public.cycle_move USING btree (cycle_id, cycle_move_id);
CREATE INDEX group_aggregate_history ON public.group_aggregate USING btree (indicator_id, period);
CREATE UNIQUE INDEX group_aggregate_in_force ON public.group_aggregate USING btree (indicator_id, period, territory_group_id) WHERE (withdrawn_at IS NULL);
CREATE INDEX import_batch_open ON public.import_batch USING btree (import_id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX import_finding_cell ON public.import_finding USING btree (indicator_id, territory_id, period, breakdown) WHERE (severity = 'quarantined'::text);
CREATE INDEX import_finding_open ON public.import_finding USING btree (import_id, severity) WHERE (answer IS NULL);
CREATE INDEX improvement_plan_of_network ON public.improvement_plan USING btree (network_id) WHERE (network_id IS NOT NULL);
CREATE INDEX improvement_plan_of_organisation ON public.improvement_plan USING btree (organisation_id, plan_id);
CREATE INDEX improvement_plan_of_practice ON public.improvement_plan USING btree (practice_id) WHERE (practice_id IS NOT NULL);
CREATE UNIQUE INDEX indicator_set_open ON public.indicator_set USING btree (cycle_id) WHERE (frozen_at IS NULL);
CREATE INDEX job_ended ON public.job USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX job_kept ON public.job USING btree (kept_until) WHERE (answer IS NOT NULL);
CREATE INDEX job_of_owner ON public.job USING btree (owner, number);
CREATE INDEX job_open ON public.job USING btree (number) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE UNIQUE INDEX meeting_minutes_open ON public.meeting_minutes USING btree (meeting_id) WHERE (state <> 'approved'::text);
CREATE INDEX minutes_comment_of_minutes ON public.minutes_comment USING btree (minutes_id, minutes_comment_id);
CREATE UNIQUE INDEX observation_change ON public.observation_revision USING btree (change_number);
CREATE INDEX observation_correction ON public.observation_revision USING btree (correction_id) WHERE (correction_id IS NOT NULL);
CREATE INDEX observation_open ON public.observation_revision USING btree (workflow, change_number) WHERE ((workflow = ANY (ARRAY['quarantined'::text, 'received'::text])) AND (superseded_at IS NULL));
CREATE INDEX observation_protected ON public.observation_revision USING btree (indicator_id) WHERE ((visibility <> 'public'::text) OR (workflow = 'verified'::text) OR (embargo_until IS NOT NULL));
CREATE UNIQUE INDEX observation_published ON public.observation_revision USING btree (indicator_id, territory_id, period, breakdown) WHERE ((workflow = 'published'::text) AND (superseded_at IS NULL));
CREATE INDEX observation_waiting ON public.observation_revision USING btree (release_id) WHERE ((workflow = 'verified'::text) AND (superseded_at IS NULL));
CREATE INDEX open_batch_expires_at ON public.open_batch USING btree (expires_at);
CREATE INDEX plan_advice_of_plan ON public.plan_advice USING btree (plan_id, plan_advice_id);
CREATE INDEX plan_evaluation_of_plan ON public.plan_evaluation USING btree (plan_id, plan_evaluation_id);
CREATE UNIQUE INDEX practice_adoption_open ON public.practice_adoption USING btree (practice_id, organisation_id) WHERE (state <> 'abandoned'::text);
CREATE INDEX practice_comment_of_practice ON public.practice_comment USING btree (practice_id, practice_comment_id);
CREATE INDEX practice_evidence_of_indicator ON public.practice_evidence USING btree (indicator_id);
CREATE INDEX practice_of_organisation ON public.practice USING btree (organisation_id, practice_id);
CREATE INDEX practice_of_territory ON public.practice USING btree (territory_id) WHERE (territory_id IS NOT NULL);
CREATE INDEX practice_search_population ON public.practice_search USING btree (population, practice_id);
CREATE INDEX practice_search_title ON public.practice_search USING gin (title) WITH (fastupdate=off);
CREATE INDEX practice_search_topic ON public.practice_search USING btree (topic_id, practice_id);
CREATE INDEX practice_search_words ON public.practice_search USING gin (words) WITH (fastupdate=off);
CREATE INDEX raw_file_content_hash ON public.raw_file USING btree (content_hash);
CREATE INDEX release_due ON public.release USING btree (releases_at) WHERE (released_at IS NULL);
CREATE INDEX role_grant_of_client ON public.role_grant USING btree (api_client_id) WHERE (api_client_id IS NOT NULL);
CREATE INDEX role_grant_of_organisation ON public.role_grant USING btree (organisation_id) WHERE (organisation_id IS NOT NULL);
CREATE INDEX role_grant_of_person ON public.role_grant USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX stored_analysis_of_owner ON public.stored_analysis USING btree (stored_by, number) WHERE (removed_at IS NULL);
CREATE INDEX stored_analysis_once ON public.stored_analysis USING btree (stored_by, visibility, language, COALESCE(title, ''::text), checksum, md5(request)) WHERE (removed_at IS NULL);
CREATE INDEX stored_analysis_public ON public.stored_analysis USING btree (number) WHERE ((removed_at IS NULL) AND (visibility = 'public'::text));
CREATE INDEX survey_of_territory ON public.survey USING btree (territory_id, survey_id);
CREATE INDEX sync_run_of_source ON public.sync_run USING btree (sync_source_id, sync_run_id DESC);
CREATE UNIQUE INDEX sync_run_open ON public.sync_run USING btree (sync_source_id) WHERE (state = 'running'::text);
CREATE UNIQUE INDEX sync_run_scheduled ON public.sync_run USING btree (sync_source_id, scheduled_for) WHERE (scheduled_for IS NOT NULL);
CREATE INDEX waiting_row_name ON public.waiting_row USING btree (kind, source_name);
CREATE INDEX webhook_delivery_of_webhook ON public.webhook_delivery USING btree (webhook_id, webhook_delivery_id);
CREATE INDEX webhook_delivery_parked ON public.webhook_delivery USING btree (webhook_id) WHERE (state = 'parked'::text);
CREATE INDEX webhook_delivery_pending ON public.webhook_delivery USING btree (webhook_id, next_attempt_at) WHERE (state = 'pending'::text);
CREATE INDEX webhook_secret_of_webhook ON public.webhook_secret USING btree (webhook_id);
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.api_client FOR EACH STATEMENT EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER access_changed AFTER INSERT OR DELETE ON public.api_key FOR EACH STATEMENT EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.network_membership FOR EACH STATEMENT EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER access_changed AFTER DELETE OR UPDATE OF issuer, subject, erased_at ON public.person FOR EACH STATEMENT EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.role_grant FOR EACH STATEMENT EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER access_revoked AFTER UPDATE OF revoked_at, expires_at, scopes, networks ON public.api_key FOR EACH STATEMENT EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER approved_minutes_stay BEFORE DELETE OR UPDATE ON public.meeting_minutes FOR EACH ROW WHEN ((old.state = 'approved'::text)) EXECUTE FUNCTION public.approved_minutes_stay();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.breakdown_category FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.breakdown_dimension FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.indicator_breakdown FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.indicator_version FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.release FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.source FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.territory_change FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.territory_change_part FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.territory_group_member FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.territory_group_version FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.territory_version FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.topic FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.unit FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER catalogue_changed AFTER INSERT OR DELETE OR UPDATE ON public.validation_rule FOR EACH STATEMENT EXECUTE FUNCTION public.catalogue_changed();
CREATE TRIGGER frozen_sets_stay BEFORE DELETE OR UPDATE ON public.indicator_set FOR EACH ROW WHEN ((old.frozen_at IS NOT NULL)) EXECUTE FUNCTION public.frozen_sets_stay();
CREATE TRIGGER guard_head BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.audit_head FOR EACH STATEMENT EXECUTE FUNCTION public.guard_audit('chain_audit_entries(integer,boolean)');
CREATE TRIGGER guard_insert BEFORE INSERT OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.guard_audit('chain_audit_entries(integer,boolean)');
CREATE TRIGGER guard_pending BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_pending FOR EACH STATEMENT EXECUTE FUNCTION public.guard_audit('chain_audit_entries(integer,boolean)');
CREATE TRIGGER guard_update BEFORE DELETE OR UPDATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION public.guard_audit('forget_person_in_audit(bigint)', 'forget_old_readers(timestamp with time zone,integer)');
CREATE TRIGGER keep_version AFTER INSERT OR UPDATE ON public.mapping_rule FOR EACH ROW EXECUTE FUNCTION public.keep_mapping_rule_version();
CREATE TRIGGER level_new_observations AFTER INSERT ON public.observation_revision REFERENCING NEW TABLE AS new_observation FOR EACH STATEMENT EXECUTE FUNCTION public.level_new_observations();
CREATE TRIGGER lock_change_numbers BEFORE INSERT ON public.change FOR EACH STATEMENT EXECUTE FUNCTION public.lock_change_numbers();
CREATE TRIGGER lock_change_numbers BEFORE INSERT ON public.level_change FOR EACH STATEMENT EXECUTE FUNCTION public.lock_change_numbers();
CREATE TRIGGER lock_change_numbers BEFORE INSERT ON public.observation_revision FOR EACH STATEMENT EXECUTE FUNCTION public.lock_change_numbers();
CREATE TRIGGER record_change AFTER INSERT OR UPDATE ON public.indicator_version FOR EACH ROW EXECUTE FUNCTION public.record_indicator_change();
CREATE TRIGGER record_change AFTER INSERT OR UPDATE ON public.territory_group_version FOR EACH ROW EXECUTE FUNCTION public.record_group_change();
CREATE TRIGGER record_change AFTER INSERT OR UPDATE ON public.territory_version FOR EACH ROW EXECUTE FUNCTION public.record_territory_change();
ALTER TABLE ONLY public.api_client
    ADD CONSTRAINT api_client_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_api_client_id_fkey FOREIGN KEY (api_client_id) REFERENCES public.api_client(api_client_id);
ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES public.api_key(api_key_id) ON DELETE SET NULL;
ALTER TABLE ONLY public.breakdown_category
    ADD CONSTRAINT breakdown_category_dimension_fkey FOREIGN KEY (dimension) REFERENCES public.breakdown_dimension(code);
ALTER TABLE ONLY public.briefing_document
    ADD CONSTRAINT briefing_document_briefing_id_fkey FOREIGN KEY (briefing_id) REFERENCES public.briefing(briefing_id);
ALTER TABLE ONLY public.briefing
    ADD CONSTRAINT briefing_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.classification
    ADD CONSTRAINT classification_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.classification
    ADD CONSTRAINT classification_network_id_fkey FOREIGN KEY (network_id) REFERENCES public.network(network_id);
ALTER TABLE ONLY public.classification
    ADD CONSTRAINT classification_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.collection_answer
    ADD CONSTRAINT collection_answer_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.collection_answer
    ADD CONSTRAINT collection_answer_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.collection_answer
    ADD CONSTRAINT collection_answer_window_id_fkey FOREIGN KEY (window_id) REFERENCES public.collection_window(window_id);
ALTER TABLE ONLY public.collection_window
    ADD CONSTRAINT collection_window_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.network_cycle(cycle_id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.correction
    ADD CONSTRAINT correction_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.cycle_analysis
    ADD CONSTRAINT cycle_analysis_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.network_cycle(cycle_id);
ALTER TABLE ONLY public.cycle_analysis
    ADD CONSTRAINT cycle_analysis_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES public.cycle_meeting(meeting_id);
ALTER TABLE ONLY public.cycle_analysis
    ADD CONSTRAINT cycle_analysis_stored_analysis_id_fkey FOREIGN KEY (stored_analysis_id) REFERENCES public.stored_analysis(stored_analysis_id);
ALTER TABLE ONLY public.cycle_meeting
    ADD CONSTRAINT cycle_meeting_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.network_cycle(cycle_id);
ALTER TABLE ONLY public.cycle_meeting
    ADD CONSTRAINT cycle_meeting_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.cycle_member
    ADD CONSTRAINT cycle_member_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.network_cycle(cycle_id);
ALTER TABLE ONLY public.cycle_member
    ADD CONSTRAINT cycle_member_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.cycle_member
    ADD CONSTRAINT cycle_member_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.cycle_move
    ADD CONSTRAINT cycle_move_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.network_cycle(cycle_id);
ALTER TABLE ONLY public.cycle_state
    ADD CONSTRAINT cycle_state_model_version_fkey FOREIGN KEY (model_version) REFERENCES public.cycle_model(version);
ALTER TABLE ONLY public.cycle_state_move
    ADD CONSTRAINT cycle_state_move_model_version_from_state_fkey FOREIGN KEY (model_version, from_state) REFERENCES public.cycle_state(model_version, state);
ALTER TABLE ONLY public.cycle_state_move
    ADD CONSTRAINT cycle_state_move_model_version_to_state_fkey FOREIGN KEY (model_version, to_state) REFERENCES public.cycle_state(model_version, state);
ALTER TABLE ONLY public.cycle_task
    ADD CONSTRAINT cycle_task_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.network_cycle(cycle_id);
ALTER TABLE ONLY public.cycle_task
    ADD CONSTRAINT cycle_task_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.group_aggregate
    ADD CONSTRAINT group_aggregate_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.group_aggregate
    ADD CONSTRAINT group_aggregate_indicator_version_id_fkey FOREIGN KEY (indicator_version_id) REFERENCES public.indicator_version(indicator_version_id);
ALTER TABLE ONLY public.group_aggregate_part
    ADD CONSTRAINT group_aggregate_part_group_aggregate_id_fkey FOREIGN KEY (group_aggregate_id) REFERENCES public.group_aggregate(group_aggregate_id);
ALTER TABLE ONLY public.group_aggregate_part
    ADD CONSTRAINT group_aggregate_part_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.group_aggregate
    ADD CONSTRAINT group_aggregate_territory_group_id_fkey FOREIGN KEY (territory_group_id) REFERENCES public.territory_group(territory_group_id);
ALTER TABLE ONLY public.group_aggregate
    ADD CONSTRAINT group_aggregate_territory_group_version_id_fkey FOREIGN KEY (territory_group_version_id) REFERENCES public.territory_group_version(territory_group_version_id);
ALTER TABLE ONLY public.group_aggregate
    ADD CONSTRAINT group_aggregate_weight_indicator_id_fkey FOREIGN KEY (weight_indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_raw_file_id_fkey FOREIGN KEY (raw_file_id) REFERENCES public.raw_file(raw_file_id);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_release_id_fkey FOREIGN KEY (release_id) REFERENCES public.release(release_id);
ALTER TABLE ONLY public.import_batch
    ADD CONSTRAINT import_batch_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);
ALTER TABLE ONLY public.import_finding
    ADD CONSTRAINT import_finding_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.import_batch(import_id);
ALTER TABLE ONLY public.import_finding
    ADD CONSTRAINT import_finding_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.import_finding
    ADD CONSTRAINT import_finding_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.improvement_plan
    ADD CONSTRAINT improvement_plan_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.network_cycle(cycle_id);
ALTER TABLE ONLY public.improvement_plan
    ADD CONSTRAINT improvement_plan_network_id_fkey FOREIGN KEY (network_id) REFERENCES public.network(network_id);
ALTER TABLE ONLY public.improvement_plan
    ADD CONSTRAINT improvement_plan_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.improvement_plan
    ADD CONSTRAINT improvement_plan_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES public.practice(practice_id);
ALTER TABLE ONLY public.improvement_plan
    ADD CONSTRAINT improvement_plan_predecessor_id_fkey FOREIGN KEY (predecessor_id) REFERENCES public.improvement_plan(plan_id);
ALTER TABLE ONLY public.improvement_plan
    ADD CONSTRAINT improvement_plan_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.indicator_breakdown
    ADD CONSTRAINT indicator_breakdown_dimension_fkey FOREIGN KEY (dimension) REFERENCES public.breakdown_dimension(code);
ALTER TABLE ONLY public.indicator_breakdown
    ADD CONSTRAINT indicator_breakdown_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.indicator_set
    ADD CONSTRAINT indicator_set_cycle_id_fkey FOREIGN KEY (cycle_id) REFERENCES public.network_cycle(cycle_id);
ALTER TABLE ONLY public.indicator_set_item
    ADD CONSTRAINT indicator_set_item_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.indicator_set_item
    ADD CONSTRAINT indicator_set_item_indicator_set_id_fkey FOREIGN KEY (indicator_set_id) REFERENCES public.indicator_set(indicator_set_id);
ALTER TABLE ONLY public.indicator_set_item
    ADD CONSTRAINT indicator_set_item_indicator_version_id_fkey FOREIGN KEY (indicator_version_id) REFERENCES public.indicator_version(indicator_version_id);
ALTER TABLE ONLY public.indicator_set
    ADD CONSTRAINT indicator_set_territory_group_id_fkey FOREIGN KEY (territory_group_id) REFERENCES public.territory_group(territory_group_id);
ALTER TABLE ONLY public.indicator_set
    ADD CONSTRAINT indicator_set_territory_group_version_id_fkey FOREIGN KEY (territory_group_version_id) REFERENCES public.territory_group_version(territory_group_version_id);
ALTER TABLE ONLY public.indicator_set_vote
    ADD CONSTRAINT indicator_set_vote_indicator_set_id_fkey FOREIGN KEY (indicator_set_id) REFERENCES public.indicator_set(indicator_set_id);
ALTER TABLE ONLY public.indicator_set_vote
    ADD CONSTRAINT indicator_set_vote_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.indicator_state
    ADD CONSTRAINT indicator_state_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.indicator
    ADD CONSTRAINT indicator_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(topic_id);
ALTER TABLE ONLY public.indicator_version
    ADD CONSTRAINT indicator_version_denominator_indicator_id_fkey FOREIGN KEY (denominator_indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.indicator_version
    ADD CONSTRAINT indicator_version_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.indicator_version
    ADD CONSTRAINT indicator_version_numerator_indicator_id_fkey FOREIGN KEY (numerator_indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.indicator_version
    ADD CONSTRAINT indicator_version_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);
ALTER TABLE ONLY public.indicator_version
    ADD CONSTRAINT indicator_version_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.unit(unit_id);
ALTER TABLE ONLY public.indicator_version
    ADD CONSTRAINT indicator_version_weight_indicator_id_fkey FOREIGN KEY (weight_indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_stored_analysis_id_fkey FOREIGN KEY (stored_analysis_id) REFERENCES public.stored_analysis(stored_analysis_id);
ALTER TABLE ONLY public.level_change
    ADD CONSTRAINT level_change_from_network_id_fkey FOREIGN KEY (from_network_id) REFERENCES public.network(network_id);
ALTER TABLE ONLY public.level_change
    ADD CONSTRAINT level_change_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.level_change
    ADD CONSTRAINT level_change_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.level_change
    ADD CONSTRAINT level_change_territory_version_id_fkey FOREIGN KEY (territory_version_id) REFERENCES public.territory_version(territory_version_id);
ALTER TABLE ONLY public.level_change
    ADD CONSTRAINT level_change_to_network_id_fkey FOREIGN KEY (to_network_id) REFERENCES public.network(network_id);
ALTER TABLE ONLY public.mapping_rule
    ADD CONSTRAINT mapping_rule_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.mapping_rule
    ADD CONSTRAINT mapping_rule_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);
ALTER TABLE ONLY public.mapping_rule
    ADD CONSTRAINT mapping_rule_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.mapping_rule_version
    ADD CONSTRAINT mapping_rule_version_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.mapping_rule_version
    ADD CONSTRAINT mapping_rule_version_mapping_rule_id_fkey FOREIGN KEY (mapping_rule_id) REFERENCES public.mapping_rule(mapping_rule_id);
ALTER TABLE ONLY public.mapping_rule_version
    ADD CONSTRAINT mapping_rule_version_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.meeting_minutes
    ADD CONSTRAINT meeting_minutes_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES public.cycle_meeting(meeting_id);
ALTER TABLE ONLY public.minutes_comment
    ADD CONSTRAINT minutes_comment_minutes_id_fkey FOREIGN KEY (minutes_id) REFERENCES public.meeting_minutes(minutes_id);
ALTER TABLE ONLY public.network_cycle
    ADD CONSTRAINT network_cycle_model_version_state_fkey FOREIGN KEY (model_version, state) REFERENCES public.cycle_state(model_version, state);
ALTER TABLE ONLY public.network_cycle
    ADD CONSTRAINT network_cycle_model_version_suspended_from_fkey FOREIGN KEY (model_version, suspended_from) REFERENCES public.cycle_state(model_version, state);
ALTER TABLE ONLY public.network_cycle
    ADD CONSTRAINT network_cycle_network_id_fkey FOREIGN KEY (network_id) REFERENCES public.network(network_id);
ALTER TABLE ONLY public.network_membership
    ADD CONSTRAINT network_membership_network_id_fkey FOREIGN KEY (network_id) REFERENCES public.network(network_id);
ALTER TABLE ONLY public.network_membership
    ADD CONSTRAINT network_membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.observation_cube
    ADD CONSTRAINT observation_cube_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_correction_id_fkey FOREIGN KEY (correction_id) REFERENCES public.correction(correction_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.import_batch(import_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_indicator_version_id_fkey FOREIGN KEY (indicator_version_id) REFERENCES public.indicator_version(indicator_version_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_network_id_fkey FOREIGN KEY (network_id) REFERENCES public.network(network_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_release_id_fkey FOREIGN KEY (release_id) REFERENCES public.release(release_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.observation_revision
    ADD CONSTRAINT observation_revision_territory_version_id_fkey FOREIGN KEY (territory_version_id) REFERENCES public.territory_version(territory_version_id);
ALTER TABLE ONLY public.open_batch_chunk
    ADD CONSTRAINT open_batch_chunk_open_batch_id_part_fkey FOREIGN KEY (open_batch_id, part) REFERENCES public.open_batch_part(open_batch_id, number) ON DELETE CASCADE;
ALTER TABLE ONLY public.open_batch_part
    ADD CONSTRAINT open_batch_part_open_batch_id_fkey FOREIGN KEY (open_batch_id) REFERENCES public.open_batch(open_batch_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.open_batch
    ADD CONSTRAINT open_batch_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);
ALTER TABLE ONLY public.organisation
    ADD CONSTRAINT organisation_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.plan_action
    ADD CONSTRAINT plan_action_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.improvement_plan(plan_id);
ALTER TABLE ONLY public.plan_advice
    ADD CONSTRAINT plan_advice_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.plan_advice
    ADD CONSTRAINT plan_advice_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.improvement_plan(plan_id);
ALTER TABLE ONLY public.plan_evaluation_cell
    ADD CONSTRAINT plan_evaluation_cell_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.plan_evaluation_cell
    ADD CONSTRAINT plan_evaluation_cell_plan_evaluation_id_fkey FOREIGN KEY (plan_evaluation_id) REFERENCES public.plan_evaluation(plan_evaluation_id);
ALTER TABLE ONLY public.plan_evaluation_cell
    ADD CONSTRAINT plan_evaluation_cell_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.plan_evaluation
    ADD CONSTRAINT plan_evaluation_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.improvement_plan(plan_id);
ALTER TABLE ONLY public.plan_follow_up
    ADD CONSTRAINT plan_follow_up_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.improvement_plan(plan_id);
ALTER TABLE ONLY public.plan_move
    ADD CONSTRAINT plan_move_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.improvement_plan(plan_id);
ALTER TABLE ONLY public.plan_target
    ADD CONSTRAINT plan_target_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.plan_target
    ADD CONSTRAINT plan_target_indicator_version_id_fkey FOREIGN KEY (indicator_version_id) REFERENCES public.indicator_version(indicator_version_id);
ALTER TABLE ONLY public.plan_target
    ADD CONSTRAINT plan_target_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.improvement_plan(plan_id);
ALTER TABLE ONLY public.practice_adoption
    ADD CONSTRAINT practice_adoption_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.practice_adoption_move
    ADD CONSTRAINT practice_adoption_move_practice_adoption_id_fkey FOREIGN KEY (practice_adoption_id) REFERENCES public.practice_adoption(practice_adoption_id);
ALTER TABLE ONLY public.practice_adoption
    ADD CONSTRAINT practice_adoption_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.practice_adoption
    ADD CONSTRAINT practice_adoption_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES public.practice(practice_id);
ALTER TABLE ONLY public.practice_adoption
    ADD CONSTRAINT practice_adoption_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.practice_comment
    ADD CONSTRAINT practice_comment_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES public.practice(practice_id);
ALTER TABLE ONLY public.practice_evidence
    ADD CONSTRAINT practice_evidence_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.practice_evidence
    ADD CONSTRAINT practice_evidence_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES public.practice(practice_id);
ALTER TABLE ONLY public.practice_move
    ADD CONSTRAINT practice_move_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES public.practice(practice_id);
ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.practice_search
    ADD CONSTRAINT practice_search_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES public.practice(practice_id);
ALTER TABLE ONLY public.practice_search
    ADD CONSTRAINT practice_search_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(topic_id);
ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(topic_id);
ALTER TABLE ONLY public.practice_useful
    ADD CONSTRAINT practice_useful_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES public.practice(practice_id);
ALTER TABLE ONLY public.raw_content_chunk
    ADD CONSTRAINT raw_content_chunk_content_hash_fkey FOREIGN KEY (content_hash) REFERENCES public.raw_content(content_hash);
ALTER TABLE ONLY public.raw_file
    ADD CONSTRAINT raw_file_content_hash_fkey FOREIGN KEY (content_hash) REFERENCES public.raw_content(content_hash);
ALTER TABLE ONLY public.release_indicator
    ADD CONSTRAINT release_indicator_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.release_indicator
    ADD CONSTRAINT release_indicator_release_id_fkey FOREIGN KEY (release_id) REFERENCES public.release(release_id);
ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_api_client_id_fkey FOREIGN KEY (api_client_id) REFERENCES public.api_client(api_client_id);
ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_network_id_fkey FOREIGN KEY (network_id) REFERENCES public.network(network_id);
ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES public.organisation(organisation_id);
ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(person_id);
ALTER TABLE ONLY public.role_grant
    ADD CONSTRAINT role_grant_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);
ALTER TABLE ONLY public.survey_count
    ADD CONSTRAINT survey_count_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES public.survey(survey_id);
ALTER TABLE ONLY public.survey
    ADD CONSTRAINT survey_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.import_batch(import_id);
ALTER TABLE ONLY public.survey
    ADD CONSTRAINT survey_question_set_question_set_version_fkey FOREIGN KEY (question_set, question_set_version) REFERENCES public.question_set(code, version);
ALTER TABLE ONLY public.survey
    ADD CONSTRAINT survey_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);
ALTER TABLE ONLY public.survey
    ADD CONSTRAINT survey_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.survey_token_order
    ADD CONSTRAINT survey_token_order_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES public.survey(survey_id);
ALTER TABLE ONLY public.survey_token
    ADD CONSTRAINT survey_token_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES public.survey(survey_id);
ALTER TABLE ONLY public.sync_page
    ADD CONSTRAINT sync_page_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES public.sync_run(sync_run_id);
ALTER TABLE ONLY public.sync_run
    ADD CONSTRAINT sync_run_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.import_batch(import_id);
ALTER TABLE ONLY public.sync_run
    ADD CONSTRAINT sync_run_resumed_from_fkey FOREIGN KEY (resumed_from) REFERENCES public.sync_run(sync_run_id);
ALTER TABLE ONLY public.sync_run
    ADD CONSTRAINT sync_run_sync_source_id_fkey FOREIGN KEY (sync_source_id) REFERENCES public.sync_source(sync_source_id);
ALTER TABLE ONLY public.sync_source
    ADD CONSTRAINT sync_source_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);
ALTER TABLE ONLY public.territory_change_part
    ADD CONSTRAINT territory_change_part_from_version_id_fkey FOREIGN KEY (from_version_id) REFERENCES public.territory_version(territory_version_id);
ALTER TABLE ONLY public.territory_change_part
    ADD CONSTRAINT territory_change_part_territory_change_id_fkey FOREIGN KEY (territory_change_id) REFERENCES public.territory_change(territory_change_id);
ALTER TABLE ONLY public.territory_change_part
    ADD CONSTRAINT territory_change_part_to_version_id_fkey FOREIGN KEY (to_version_id) REFERENCES public.territory_version(territory_version_id);
ALTER TABLE ONLY public.territory_group_member
    ADD CONSTRAINT territory_group_member_territory_group_version_id_fkey FOREIGN KEY (territory_group_version_id) REFERENCES public.territory_group_version(territory_group_version_id);
ALTER TABLE ONLY public.territory_group_member
    ADD CONSTRAINT territory_group_member_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.territory_group_version
    ADD CONSTRAINT territory_group_version_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.territory_group_version
    ADD CONSTRAINT territory_group_version_territory_group_id_fkey FOREIGN KEY (territory_group_id) REFERENCES public.territory_group(territory_group_id);
ALTER TABLE ONLY public.territory_version
    ADD CONSTRAINT territory_version_region_id_fkey FOREIGN KEY (region_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.territory_version
    ADD CONSTRAINT territory_version_territory_id_fkey FOREIGN KEY (territory_id) REFERENCES public.territory(territory_id);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.topic(topic_id);
ALTER TABLE ONLY public.validation_rule
    ADD CONSTRAINT validation_rule_dimension_fkey FOREIGN KEY (dimension) REFERENCES public.breakdown_dimension(code);
ALTER TABLE ONLY public.validation_rule
    ADD CONSTRAINT validation_rule_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicator(indicator_id);
ALTER TABLE ONLY public.waiting_row
    ADD CONSTRAINT waiting_row_import_id_finding_id_fkey FOREIGN KEY (import_id, finding_id) REFERENCES public.import_finding(import_id, finding_id);
ALTER TABLE ONLY public.webhook_delivery
    ADD CONSTRAINT webhook_delivery_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhook(webhook_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhook(webhook_id) ON DELETE CASCADE;
CREATE POLICY changed ON public.improvement_plan FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.plan_action FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.plan_advice FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.plan_evaluation FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.plan_evaluation_cell FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.plan_follow_up FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.plan_move FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.plan_target FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.practice FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.practice_adoption FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.practice_adoption_move FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.practice_comment FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.practice_evidence FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.practice_move FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY changed ON public.practice_useful FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
ALTER TABLE public.collection_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.collection_window ENABLE ROW LEVEL SECURITY;
CREATE POLICY counted ON public.survey_count FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
ALTER TABLE public.cycle_analysis ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cycle_meeting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cycle_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cycle_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cycle_task ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.group_aggregate_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.improvement_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.indicator_set ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.indicator_set_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.indicator_set_vote ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.level_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.meeting_minutes ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.minutes_comment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.network_cycle ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.observation_revision ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_work ON public.collection_answer USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.collection_window USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.cycle_analysis USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.cycle_meeting USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.cycle_member USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.cycle_move USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.cycle_task USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.group_aggregate_part USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.indicator_set USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.indicator_set_item USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.indicator_set_vote USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.meeting_minutes USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.minutes_comment USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY own_work ON public.network_cycle USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text)) WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
ALTER TABLE public.plan_action ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_advice ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_evaluation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_evaluation_cell ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_follow_up ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_target ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.practice ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.practice_adoption ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.practice_adoption_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.practice_comment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.practice_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.practice_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.practice_useful ENABLE ROW LEVEL SECURITY;
CREATE POLICY removed ON public.improvement_plan FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.plan_action FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.plan_advice FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.plan_evaluation FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.plan_evaluation_cell FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.plan_follow_up FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.plan_move FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.plan_target FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.practice FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.practice_adoption FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.practice_adoption_move FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.practice_comment FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.practice_evidence FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.practice_move FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY removed ON public.practice_useful FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY replaced ON public.survey_count FOR DELETE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY seen ON public.collection_answer FOR SELECT USING ((EXISTS ( SELECT
   FROM public.collection_window w
  WHERE (w.window_id = collection_answer.window_id))));
CREATE POLICY seen ON public.collection_window FOR SELECT USING ((EXISTS ( SELECT
   FROM public.network_cycle c
  WHERE ((c.cycle_id = collection_window.cycle_id) AND public.sees_network(c.network_id)))));
CREATE POLICY seen ON public.cycle_analysis FOR SELECT USING ((EXISTS ( SELECT
   FROM public.network_cycle c
  WHERE ((c.cycle_id = cycle_analysis.cycle_id) AND public.sees_network(c.network_id)))));
CREATE POLICY seen ON public.cycle_meeting FOR SELECT USING ((EXISTS ( SELECT
   FROM public.network_cycle c
  WHERE (c.cycle_id = cycle_meeting.cycle_id))));
CREATE POLICY seen ON public.cycle_member FOR SELECT USING ((EXISTS ( SELECT
   FROM public.network_cycle c
  WHERE (c.cycle_id = cycle_member.cycle_id))));
CREATE POLICY seen ON public.cycle_move FOR SELECT USING ((EXISTS ( SELECT
   FROM public.network_cycle c
  WHERE (c.cycle_id = cycle_move.cycle_id))));
CREATE POLICY seen ON public.cycle_task FOR SELECT USING ((EXISTS ( SELECT
   FROM public.network_cycle c
  WHERE ((c.cycle_id = cycle_task.cycle_id) AND public.sees_network(c.network_id)))));
CREATE POLICY seen ON public.improvement_plan FOR SELECT USING (((published_at IS NOT NULL) OR (( SELECT public.reach_level() AS reach_level) = ANY (ARRAY['analyst'::text, 'administrator'::text, 'service'::text])) OR (territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])) OR (network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[]))));
CREATE POLICY seen ON public.indicator_set FOR SELECT USING ((EXISTS ( SELECT
   FROM public.network_cycle c
  WHERE ((c.cycle_id = indicator_set.cycle_id) AND public.sees_network(c.network_id)))));
CREATE POLICY seen ON public.indicator_set_item FOR SELECT USING ((EXISTS ( SELECT
   FROM public.indicator_set s
  WHERE (s.indicator_set_id = indicator_set_item.indicator_set_id))));
CREATE POLICY seen ON public.indicator_set_vote FOR SELECT USING ((EXISTS ( SELECT
   FROM public.indicator_set s
  WHERE (s.indicator_set_id = indicator_set_vote.indicator_set_id))));
CREATE POLICY seen ON public.level_change FOR SELECT USING (((( SELECT public.reach_level() AS reach_level) = 'service'::text) OR (((from_visibility = ANY (( SELECT public.seen_levels() AS seen_levels)::text[])) OR ((from_visibility = 'network'::text) AND (from_network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[]))) OR ((from_visibility = 'ownMunicipality'::text) AND (territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])))) <> ((to_visibility = ANY (( SELECT public.seen_levels() AS seen_levels)::text[])) OR ((to_visibility = 'network'::text) AND (to_network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[]))) OR ((to_visibility = 'ownMunicipality'::text) AND (territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])))))));
CREATE POLICY seen ON public.meeting_minutes FOR SELECT USING ((EXISTS ( SELECT
   FROM (public.cycle_meeting m
     JOIN public.network_cycle c ON ((c.cycle_id = m.cycle_id)))
  WHERE ((m.meeting_id = meeting_minutes.meeting_id) AND public.sees_network(c.network_id)))));
CREATE POLICY seen ON public.minutes_comment FOR SELECT USING ((EXISTS ( SELECT
   FROM public.meeting_minutes m
  WHERE (m.minutes_id = minutes_comment.minutes_id))));
CREATE POLICY seen ON public.network_cycle FOR SELECT USING ((public.sees_network(network_id) OR (EXISTS ( SELECT
   FROM public.network n
  WHERE ((n.network_id = network_cycle.network_id) AND (n.visibility = 'public'::text))))));
CREATE POLICY seen ON public.observation_revision FOR SELECT USING (((( SELECT public.reach_level() AS reach_level) = 'service'::text) OR (((visibility = ANY (( SELECT public.seen_levels() AS seen_levels)::text[])) OR ((visibility = 'network'::text) AND (network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[]))) OR ((visibility = 'ownMunicipality'::text) AND (territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])))) AND (((workflow = ANY (ARRAY['published'::text, 'withdrawn'::text])) AND ((embargo_until IS NULL) OR (embargo_until <= now()))) OR ((workflow = ANY (ARRAY['published'::text, 'verified'::text])) AND (( SELECT public.sees_embargoed() AS sees_embargoed) OR (territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[]))))))));
CREATE POLICY seen ON public.plan_action FOR SELECT USING ((EXISTS ( SELECT
   FROM public.improvement_plan p
  WHERE (p.plan_id = plan_action.plan_id))));
CREATE POLICY seen ON public.plan_advice FOR SELECT USING ((EXISTS ( SELECT
   FROM public.improvement_plan p
  WHERE ((p.plan_id = plan_advice.plan_id) AND ((( SELECT public.reach_level() AS reach_level) = ANY (ARRAY['analyst'::text, 'administrator'::text, 'service'::text])) OR (p.territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])) OR (p.network_id = ANY (( SELECT public.seen_networks() AS seen_networks)::integer[])))))));
CREATE POLICY seen ON public.plan_evaluation FOR SELECT USING ((EXISTS ( SELECT
   FROM public.improvement_plan p
  WHERE (p.plan_id = plan_evaluation.plan_id))));
CREATE POLICY seen ON public.plan_evaluation_cell FOR SELECT USING ((EXISTS ( SELECT
   FROM public.plan_evaluation e
  WHERE (e.plan_evaluation_id = plan_evaluation_cell.plan_evaluation_id))));
CREATE POLICY seen ON public.plan_follow_up FOR SELECT USING ((EXISTS ( SELECT
   FROM public.improvement_plan p
  WHERE (p.plan_id = plan_follow_up.plan_id))));
CREATE POLICY seen ON public.plan_move FOR SELECT USING ((EXISTS ( SELECT
   FROM public.improvement_plan p
  WHERE (p.plan_id = plan_move.plan_id))));
CREATE POLICY seen ON public.plan_target FOR SELECT USING ((EXISTS ( SELECT
   FROM public.improvement_plan p
  WHERE (p.plan_id = plan_target.plan_id))));
CREATE POLICY seen ON public.practice FOR SELECT USING (((state = ANY (ARRAY['published'::text, 'needsUpdate'::text, 'retired'::text])) OR (( SELECT public.reach_level() AS reach_level) = ANY (ARRAY['analyst'::text, 'administrator'::text, 'service'::text])) OR (territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[]))));
CREATE POLICY seen ON public.practice_adoption FOR SELECT USING ((EXISTS ( SELECT
   FROM public.practice p
  WHERE (p.practice_id = practice_adoption.practice_id))));
CREATE POLICY seen ON public.practice_adoption_move FOR SELECT USING ((EXISTS ( SELECT
   FROM public.practice_adoption a
  WHERE (a.practice_adoption_id = practice_adoption_move.practice_adoption_id))));
CREATE POLICY seen ON public.practice_comment FOR SELECT USING ((EXISTS ( SELECT
   FROM public.practice p
  WHERE (p.practice_id = practice_comment.practice_id))));
CREATE POLICY seen ON public.practice_evidence FOR SELECT USING ((EXISTS ( SELECT
   FROM public.practice p
  WHERE (p.practice_id = practice_evidence.practice_id))));
CREATE POLICY seen ON public.practice_move FOR SELECT USING ((EXISTS ( SELECT
   FROM public.practice p
  WHERE (p.practice_id = practice_move.practice_id))));
CREATE POLICY seen ON public.practice_useful FOR SELECT USING ((EXISTS ( SELECT
   FROM public.practice p
  WHERE (p.practice_id = practice_useful.practice_id))));
CREATE POLICY seen ON public.survey_count FOR SELECT USING (((( SELECT public.reach_level() AS reach_level) = ANY (ARRAY['service'::text, 'administrator'::text])) OR (survey_id IN ( SELECT s.survey_id
   FROM public.survey s
  WHERE ((s.published_at IS NOT NULL) OR (s.territory_id = ANY (( SELECT public.seen_territories() AS seen_territories)::integer[])))))));
CREATE POLICY superseded ON public.observation_revision FOR UPDATE USING ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
ALTER TABLE public.survey_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY written ON public.improvement_plan FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.level_change FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.observation_revision FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.plan_action FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.plan_advice FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.plan_evaluation FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.plan_evaluation_cell FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.plan_follow_up FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.plan_move FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.plan_target FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.practice FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.practice_adoption FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.practice_adoption_move FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.practice_comment FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.practice_evidence FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.practice_move FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.practice_useful FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
CREATE POLICY written ON public.survey_count FOR INSERT WITH CHECK ((( SELECT public.reach_level() AS reach_level) = 'service'::text));
