-- Who may see which figures: the administrator classifies, and every revision of a cell has the level that its newest classification gives it.

-- The role that the API works as. It owns nothing, so that row-level security holds for it; what it may do is in Programmable/z_api_role.sql.
do $$
begin
    if not exists (select from pg_roles where rolname = 'benchlearning_api') then
        create role benchlearning_api nologin;
        execute format('grant benchlearning_api to %I', current_user);
    end if;
exception
    when insufficient_privilege then
        raise exception 'the role benchlearning_api is missing, and % may not create it', current_user
            using hint = format('As a superuser: create role benchlearning_api nologin; grant benchlearning_api to %I;', current_user);
    when duplicate_object or unique_violation then
        null;                                   -- another database of the same server was migrated at the same moment
end
$$;

create table classification (
    classification_id integer generated always as identity primary key,
    indicator_id integer not null references indicator,
    territory_id integer references territory,  -- null: every territory
    period_from  period_code,                   -- null: from the first; a year holds its quarters and months
    period_to    period_code,                   -- null: to the last, and all that are to come
    breakdown    text collate "C",              -- null: the total and every breakdown; '' is the total
    visibility   text not null check (visibility in ('public', 'authorised', 'network', 'ownMunicipality', 'administrators')),
    network_id   integer references network check ((network_id is not null) = (visibility = 'network')),
    reason       text not null,
    cells_before jsonb not null,                -- how many covered cells had which level
    cells_after  jsonb not null,
    classified_at timestamptz not null,
    classified_by text not null
);
create index classification_indicator on classification (indicator_id, classification_id desc);

alter table observation_revision
    add column network_id integer references network check (network_id is null or visibility = 'network');   -- null: of no network, nobody's members see it
create index observation_protected on observation_revision (indicator_id) where visibility <> 'public' or workflow = 'verified' or embargo_until is not null;

-- Where a cell that is the answer now, or waits for its release, became visible to some and invisible to others: entries of the change feed.
create table level_change (
    change_number bigint primary key default nextval('change_number_sequence'),
    indicator_id integer not null references indicator,
    territory_id integer not null references territory,
    territory_version_id integer not null references territory_version,
    period       period_code not null,
    breakdown    text collate "C" not null,
    revision     integer not null,
    is_waiting   boolean not null,
    from_visibility text not null,
    from_network_id integer references network,
    to_visibility text not null,
    to_network_id integer references network,
    recorded_at  timestamptz not null
);
create trigger lock_change_numbers before insert on level_change for each statement execute function lock_change_numbers();

-- The versions of public and of protected answers are apart: a stranger learns nothing from a validator. protected_version grows with every
-- publication, data_version only where the public answer is another one.
alter table indicator_state
    add column protected_version bigint not null default 0,
    add column protected_changed_at timestamptz not null default 'epoch',
    add column is_protected boolean not null default false;   -- some current cell is not public, or waits for its release

drop function if exists publish_observation_cubes(integer[]);   -- it has another argument now

-- Whether a classification covers a cell.
create function is_covered(territory_id integer, period text, breakdown text, by_territory_id integer, by_from text, by_to text, by_breakdown text) returns boolean
    language sql immutable parallel safe
    return (by_territory_id is null or by_territory_id = territory_id)
       and (by_from is null or period collate "C" >= by_from collate "C")
       and (by_to is null or left(period, length(by_to)) collate "C" <= by_to collate "C")
       and (by_breakdown is null or by_breakdown = breakdown);

-- New revisions have the level of their cell, whoever writes them: an import of tonight does not publish what was hidden yesterday.
create function level_new_observations() returns trigger
    language plpgsql as
$$
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
create trigger level_new_observations after insert on observation_revision referencing new table as new_observation
    for each statement execute function level_new_observations();

-- The second wall: whoever asks without the predicate still sees no more. The policies themselves are in Programmable/1_levels.sql.
alter table observation_revision enable row level security;
alter table level_change enable row level security;
