-- The model of DESIGN in tables: territories through time, the indicator catalogue, observations with their revisions.
-- Codes of lists are text with a check: the same words as in JSON.

create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- "Kekava" finds "Ķekava". unaccent(text) is only stable, because its dictionary could be swapped;
-- naming the dictionary makes it safe to declare immutable, so that it can be indexed.
create function folded(words text) returns text
    language sql immutable strict parallel safe
    return lower(public.unaccent('public.unaccent'::regdictionary, words));

-- Names in the order of the Latvian alphabet, where each marked letter follows its plain one (A, Ā, B, C, Č): compare collate "C".
-- The locale lv of ICU takes Ā for A; the law that lists the municipalities does not.
create function latvian_order(words text) returns text
    language sql immutable strict parallel safe
    return lower(regexp_replace(translate(lower(words), 'āčēģīķļņšūž', 'ACEGIKLNSUZ'), '([ACEGIKLNSUZ])', '\1{', 'g'));

-- Periods: 2013, 2013-Q2, 2013-05. Text sorts rightly within one periodicity.
create domain period_code as text collate "C"
    check (value ~ '^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$');

create function period_end(period text) returns date
    language sql immutable strict parallel safe
    return case
        when period like '____-Q_' then (make_date(left(period, 4)::int, right(period, 1)::int * 3, 1) + interval '1 month - 1 day')::date
        when period like '____-__' then (make_date(left(period, 4)::int, right(period, 2)::int, 1) + interval '1 month - 1 day')::date
        else make_date(period::int, 12, 31)
    end;

------------------------------------------------------------------------------------------------------------------------
-- Territories

create table territory (
    territory_id integer generated always as identity primary key,
    identity     text not null unique check (identity ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);

create table territory_version (
    territory_version_id integer generated always as identity primary key,
    territory_id integer not null references territory,
    code         text collate "C" unique check (code ~ '^LV([0-9]{7}|-[A-Z]+)?$'),  -- null: not known
    name_lv      text not null,
    name_en      text not null,
    former_names text[] not null default '{}',
    type         text not null check (type in ('stateCity', 'municipality', 'planningRegion', 'country')),
    region_id    integer references territory,                                       -- null: not known
    nuts3        text,
    iso_3166_2   text,
    valid_from   date not null,
    valid_to     date check (valid_to >= valid_from),                                -- last day; null: still valid
    confidence   text not null,
    note         text,
    exclude using gist (territory_id with =, daterange(valid_from, valid_to, '[]') with &&)
);

create table territory_change (
    territory_change_id integer generated always as identity primary key,
    effective_on   date,                       -- null: only the year is known
    effective_year smallint not null check (effective_on is null or extract(year from effective_on) = effective_year),
    kind           text not null check (kind in ('reform', 'merger', 'division', 'separation', 'recode', 'rename')),
    title_lv       text not null,
    title_en       text not null,
    source         text not null,
    confidence     text not null
);

-- Who became whom. A part without a known share is never used to convert a number.
create table territory_change_part (
    territory_change_id integer not null references territory_change,
    from_version_id integer not null references territory_version (territory_version_id),
    to_version_id   integer not null references territory_version (territory_version_id),
    extent          text not null check (extent in ('whole', 'part')),
    share           numeric check (share > 0 and share <= 1),   -- of the predecessor's population; null: not known
    method          text,                                        -- how the share is known
    confidence      text not null,
    note            text,
    primary key (territory_change_id, from_version_id, to_version_id),
    check (extent = 'part' or share = 1)
);

create table territory_group (
    territory_group_id integer generated always as identity primary key,
    code text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    kind text not null check (kind in ('all', 'type', 'planningRegion', 'sizeClass', 'list'))
);

-- A group is a rule (every set column must hold) or, for kind list, its member rows.
create table territory_group_version (
    territory_group_version_id integer generated always as identity primary key,
    territory_group_id integer not null references territory_group,
    version         smallint not null check (version >= 1),
    name_lv         text not null,
    name_en         text not null,
    description_lv  text not null,
    description_en  text not null,
    types           text[],
    region_id       integer references territory,
    population_from integer,                   -- inclusive
    population_to   integer,                   -- exclusive
    recorded_at     timestamptz not null default now(),
    unique (territory_group_id, version)
);

create table territory_group_member (
    territory_group_version_id integer not null references territory_group_version,
    territory_id integer not null references territory,
    primary key (territory_group_version_id, territory_id)
);

------------------------------------------------------------------------------------------------------------------------
-- The indicator catalogue

create table topic (
    topic_id integer generated always as identity primary key,
    code     text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    parent_id integer references topic,
    position smallint not null,
    name_lv  text not null,
    name_en  text not null
);

create table unit (
    unit_id   integer generated always as identity primary key,
    code      text not null unique,
    name_lv   text not null,
    name_en   text not null,
    symbol_lv text not null,
    symbol_en text not null
);

create table source (
    source_id  integer generated always as identity primary key,
    code       text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name_lv    text not null,
    name_en    text not null,
    publisher_lv text not null,
    publisher_en text not null,
    url        text,
    licence    text,                           -- null: the publisher states none
    attribution_lv text not null,
    attribution_en text not null
);

create table breakdown_dimension (
    code    text primary key check (code ~ '^[a-z][a-zA-Z0-9]*$'),
    name_lv text not null,
    name_en text not null
);

create table breakdown_category (
    dimension text not null references breakdown_dimension,
    code      text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9_-]*$' and code <> 'total'),
    position  smallint not null,
    name_lv   text not null,
    name_en   text not null,
    primary key (dimension, code)
);

create table indicator (
    indicator_id integer generated always as identity primary key,
    code     text collate "C" not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 80),
    topic_id integer not null references topic
);

create table indicator_version (
    indicator_version_id integer generated always as identity primary key,
    indicator_id   integer not null references indicator,
    version        smallint not null check (version >= 1),
    name_lv        text not null,
    name_en        text not null,
    definition_lv  text not null,
    definition_en  text not null,
    formula_lv     text,
    formula_en     text,
    unit_id        integer not null references unit,
    direction      text not null check (direction in ('higherIsBetter', 'lowerIsBetter', 'target', 'neutral')),
    target_value     numeric check ((direction = 'target') = (target_value is not null)),
    target_tolerance numeric check (target_tolerance is null or direction = 'target'),
    decimals       smallint not null check (decimals between 0 and 8),
    measure        text not null check (measure in ('stock', 'flow', 'average', 'ratio')),
    periodicity    text not null check (periodicity in ('annual', 'quarterly', 'monthly')),
    stock_day      text check (stock_day ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),  -- month-day that a stock tells of; null: last day of the period
    control        text not null check (control in ('none', 'low', 'medium', 'high')),
    interpretation_lv text not null,
    interpretation_en text not null,
    limits_lv      text not null,
    limits_en      text not null,
    legal_basis_lv text,
    legal_basis_en text,
    conversion     text not null check (conversion in ('sum', 'weightedMean', 'recompute', 'notConvertible')),
    weight_indicator_id      integer references indicator check ((conversion = 'weightedMean') = (weight_indicator_id is not null)),
    numerator_indicator_id   integer references indicator check ((conversion = 'recompute') = (numerator_indicator_id is not null)),
    denominator_indicator_id integer references indicator check ((conversion = 'recompute') = (denominator_indicator_id is not null)),
    recompute_factor         numeric check (recompute_factor is null or conversion = 'recompute'),
    valid_from     period_code not null,
    valid_to       period_code,
    break_note_lv  text,
    break_note_en  text,
    source_id      integer not null references source,
    licence        text,
    contact        text,
    expected_release text,                     -- when a new period usually appears, as month-day of the following year
    recorded_at    timestamptz not null default now(),
    unique (indicator_id, version)
);

create table indicator_breakdown (
    indicator_id integer not null references indicator,
    dimension    text not null references breakdown_dimension,
    primary key (indicator_id, dimension)
);

------------------------------------------------------------------------------------------------------------------------
-- Observations: nothing is overwritten. A revision is the published answer from recorded_at until superseded_at.

create table import_batch (
    import_id    bigint generated always as identity primary key,
    source_id    integer not null references source,
    name         text not null,
    content_hash text not null,                -- sha-256, hex
    actor        text not null,
    started_at   timestamptz not null,
    finished_at  timestamptz not null,
    rows_read    integer not null,
    rows_refused integer not null,
    rows_missing integer not null,
    rows_value   integer not null,
    rows_new     integer not null,
    rows_changed integer not null,
    rows_same    integer not null,
    check (rows_read = rows_refused + rows_missing + rows_value),
    check (rows_missing + rows_value = rows_new + rows_changed + rows_same)
);

create table import_finding (
    import_id  bigint not null references import_batch,
    row_number integer not null,
    rule       text not null,
    severity   text not null check (severity in ('refused', 'quarantined', 'warning')),
    message_lv text not null,
    message_en text not null,
    row_content text not null,
    primary key (import_id, row_number, rule)
);

create table observation_revision (
    indicator_id integer not null references indicator,
    territory_id integer not null references territory,
    period       period_code not null,
    breakdown    text collate "C" not null default '',     -- '' is the total; else 'sex:F,stage:school', dimensions in order
    revision     integer not null check (revision >= 1),
    indicator_version_id integer not null references indicator_version,
    territory_version_id integer not null references territory_version,
    value          numeric check (value > -1e15 and value < 1e15),   -- no NaN, no infinity
    missing_reason text check (missing_reason in ('notAvailable', 'notApplicable', 'notYetPublished', 'suppressed', 'notConvertible')),
    workflow     text not null check (workflow in ('received', 'quarantined', 'verified', 'published', 'withdrawn')),
    quality      text not null check (quality in ('provisional', 'final', 'corrected')),
    flags        text[] not null default '{}' check (flags <@ array['suspect', 'estimated', 'break', 'roundedByProvider']),
    flag_reason_lv text,
    flag_reason_en text,
    visibility   text not null default 'public' check (visibility in ('public', 'authorised', 'network', 'ownMunicipality', 'administrators')),
    embargo_until timestamptz,
    source_id    integer not null references source,
    import_id    bigint references import_batch,
    recorded_at  timestamptz not null,
    superseded_at timestamptz check (superseded_at > recorded_at),
    recorded_by  text not null,
    reason       text not null,
    primary key (indicator_id, territory_id, period, breakdown, revision),
    check ((value is null) = (missing_reason is not null))
);
-- One published answer per cell at any time.
create unique index observation_published on observation_revision (indicator_id, territory_id, period, breakdown)
    where workflow = 'published' and superseded_at is null;

-- The read model: one row per indicator and breakdown. figures is territory x period, territory-major: the published figure
-- rounded to the indicator's decimals, NaN where there is none. The arrays beside it hold one element for each cell, or a
-- single element that holds for all of them.
create table observation_cube (
    indicator_id   integer not null references indicator,
    breakdown      text collate "C" not null,
    data_version   bigint not null,
    territory_ids  integer[] not null,             -- in order of identity
    periods        text[] not null,                -- ascending
    figures        double precision[] not null,
    cells          smallint[] not null,            -- 0 value, 1 notAvailable, 2 notApplicable, 3 notYetPublished, 4 suppressed, 5 notConvertible, 9 nothing stored
    revisions      integer[] not null,             -- 0 nothing stored
    qualities      smallint[] not null,            -- 0 provisional, 1 final, 2 corrected
    flags          smallint[] not null,            -- bits: 1 suspect, 2 estimated, 4 break, 8 roundedByProvider
    indicator_version_ids integer[] not null,
    source_ids     integer[] not null,
    note_positions integer[] not null,             -- cells that have a note, zero-based, ascending
    notes_lv       text[] not null,
    notes_en       text[] not null,
    primary key (indicator_id, breakdown)
);

-- What every instance must know at once: listeners are told, late ones compare versions.
create table indicator_state (
    indicator_id integer primary key references indicator,
    data_version bigint not null,
    changed_at   timestamptz not null
);

create table catalogue_state (
    only_row   boolean primary key default true check (only_row),
    version    bigint not null,
    changed_at timestamptz not null
);
insert into catalogue_state (version, changed_at) values (1, now());

create table signing_key (
    key_id     text primary key,
    secret     bytea not null check (length(secret) >= 16),
    created_at timestamptz not null default now()
);
insert into signing_key (key_id, secret) values (
    'k1', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

create sequence data_version_sequence;

create function catalogue_changed() returns trigger
    language plpgsql as
$$
begin
    update catalogue_state set version = version + 1, changed_at = clock_timestamp();
    perform pg_notify('benchlearning_changed', 'catalogue');
    return null;
end
$$;

create trigger catalogue_changed after insert or update or delete on territory_version for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on territory_change for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on territory_change_part for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on territory_group_version for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on territory_group_member for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on topic for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on unit for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on source for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on breakdown_dimension for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on breakdown_category for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on indicator_version for each statement execute function catalogue_changed();
create trigger catalogue_changed after insert or update or delete on indicator_breakdown for each statement execute function catalogue_changed();
