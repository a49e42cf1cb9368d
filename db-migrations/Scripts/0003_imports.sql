-- How data comes in: raw files kept for ever, imports and their findings, mapping and validation rules, and the order of all changes.

------------------------------------------------------------------------------------------------------------------------
-- Raw files live in the database in chunks, so that every instance and every backup has them. The same content is kept once.

create table raw_content (
    content_hash text primary key check (content_hash ~ '^[0-9a-f]{64}$'),   -- sha-256, hex
    size         bigint not null check (size >= 0)                            -- bytes
);

create table raw_content_chunk (
    content_hash text not null references raw_content,
    number       integer not null check (number >= 0),
    content      bytea not null,
    primary key (content_hash, number)
);
alter table raw_content_chunk alter column content set storage external;

create table raw_file (
    raw_file_id  bigint generated always as identity primary key,
    content_hash text not null references raw_content,
    name         text not null,
    media_type   text not null,
    received_at  timestamptz not null,
    received_by  text not null
);
create index raw_file_content_hash on raw_file (content_hash);

------------------------------------------------------------------------------------------------------------------------
-- The order of all changes. Every change has a number, taken under a lock that is held until commit: numbers become visible in
-- their order, so that nothing can appear behind a number already read. Numbers may skip.

create sequence change_number_sequence;

create function lock_change_numbers() returns trigger
    language plpgsql as
$$
begin
    perform pg_advisory_xact_lock(hashtext('benchlearning.change_number'));
    return null;
end
$$;

-- Changes of observations are their revisions themselves.
alter table observation_revision add column change_number bigint not null default nextval('change_number_sequence');
create unique index observation_change on observation_revision (change_number);
create trigger lock_change_numbers before insert on observation_revision for each statement execute function lock_change_numbers();

-- Changes of everything else.
create table change (
    change_number bigint primary key default nextval('change_number_sequence'),
    kind        text not null check (kind in ('indicator', 'territory', 'group', 'release')),
    subject     text not null,                 -- code of the indicator, identity of the territory, code of the group, code of the release
    action      text not null check (action in ('created', 'changed', 'withdrawn', 'released')),
    recorded_at timestamptz not null default clock_timestamp()
);
create trigger lock_change_numbers before insert on change for each statement execute function lock_change_numbers();

------------------------------------------------------------------------------------------------------------------------
-- Imports: the two tables of 0001 in their full form. What they held is kept.

create temporary table known_import on commit drop as select * from import_batch;
create temporary table known_finding on commit drop as select * from import_finding;
alter table observation_revision drop constraint observation_revision_import_id_fkey;
drop table import_finding;
drop table import_batch;

create table import_batch (
    import_id    bigint generated always as identity primary key,
    door         text not null check (door in ('sample', 'upload', 'push', 'pull', 'form')),
    source_id    integer not null references source,
    source_batch text,                          -- the source's own number of a pushed batch: makes the push idempotent
    idempotency_key text unique check (length(idempotency_key) <= 200),
    name         text not null,
    raw_file_id  bigint references raw_file,    -- null: came before raw files were kept
    layout       text not null,                 -- which parser reads it, with its version, such as tidy-csv/1
    actor        text not null,
    reason       text not null,
    is_dry_run   boolean not null default false,
    state        text not null check (state in ('queued', 'running', 'completed', 'completedWithFindings', 'noChange', 'failed', 'cancelled')),
    stage        text not null check (stage in ('receive', 'parse', 'compare', 'validate', 'apply', 'publish', 'done')),
    is_cancel_asked boolean not null default false,
    attempts     integer not null default 0,    -- runs begun: more than one after a crash
    created_at   timestamptz not null,
    started_at   timestamptz,
    finished_at  timestamptz check ((finished_at is null) = (state in ('queued', 'running'))),
    failure_lv   text,                          -- why it failed, for the one who sent it
    failure_en   text check ((failure_lv is null) = (failure_en is null)),
    bytes_done   bigint not null default 0,
    rows_total   integer,                       -- null until the file was read to its end
    rows_read    integer not null default 0,
    rows_refused integer not null default 0,    -- wrong in themselves: findings say why
    rows_waiting integer not null default 0,    -- not understood yet: the mapping queue
    rows_missing integer not null default 0,
    rows_value   integer not null default 0,
    rows_quarantined integer not null default 0,
    rows_new     integer not null default 0,
    rows_changed integer not null default 0,
    rows_same    integer not null default 0,
    unique (source_id, source_batch),
    check (rows_read = rows_refused + rows_waiting + rows_missing + rows_value or state in ('queued', 'running')),
    check (rows_missing + rows_value = rows_new + rows_changed + rows_same + rows_quarantined or state in ('queued', 'running'))
);
create index import_batch_open on import_batch (import_id) where state in ('queued', 'running');

insert into import_batch (
    import_id, door, source_id, name, layout, actor, reason, state, stage, created_at, started_at, finished_at, rows_total, rows_read, rows_refused,
    rows_missing, rows_value, rows_new, rows_changed, rows_same)
overriding system value
select import_id, 'sample', source_id, name, 'tidy-csv/1', actor, 'First load of the sample',
       case when rows_refused > 0 then 'completedWithFindings' else 'completed' end, 'done', started_at, started_at, finished_at, rows_read, rows_read,
       rows_refused, rows_missing, rows_value, rows_new, rows_changed, rows_same
from known_import;
select setval(pg_get_serial_sequence('import_batch', 'import_id'), coalesce((select max(import_id) from known_import), 0) + 1, false);

alter table observation_revision add foreign key (import_id) references import_batch;

create table import_finding (
    import_id    bigint not null references import_batch,
    finding_id   integer not null,              -- number within the import, from 1, in the order found
    row_number   integer not null,              -- 0: the file as a whole
    rule         text not null,
    severity     text not null check (severity in ('refused', 'waiting', 'quarantined', 'warning')),
    field        text,                          -- column of the row; null: the row as a whole
    message_lv   text not null,
    message_en   text not null,
    row_content  text not null,                 -- as received, at most 1000 characters
    answer       text check (answer in ('accepted', 'corrected', 'rejected')),
    answered_by  text,
    answered_at  timestamptz,
    answer_reason text,
    primary key (import_id, finding_id)
);
create index import_finding_open on import_finding (import_id, severity) where answer is null;

insert into import_finding (import_id, finding_id, row_number, rule, severity, message_lv, message_en, row_content)
select import_id, row_number() over (partition by import_id order by row_number, rule), row_number, rule, severity, message_lv, message_en, row_content
from known_finding;

------------------------------------------------------------------------------------------------------------------------
-- What a source calls things. A miss waits in the queue until a rule is added.

create table mapping_rule (
    mapping_rule_id integer generated always as identity primary key,
    source_id    integer not null references source,
    kind         text not null check (kind in ('indicator', 'territory', 'breakdown')),
    source_name  text not null,                 -- verbatim
    indicator_id integer references indicator,
    territory_id integer references territory,
    breakdown    text,
    factor       numeric not null default 1 check (factor <> 0),   -- ours = factor * theirs
    unit_note    text,                          -- what the factor converts, in words
    recorded_at  timestamptz not null default now(),
    recorded_by  text not null,
    unique (source_id, kind, source_name),
    check ((kind = 'indicator') = (indicator_id is not null)),
    check ((kind = 'territory') = (territory_id is not null)),
    check ((kind = 'breakdown') = (breakdown is not null))
);

-- Rules that values are held to. Parameters by rule:
--   range      minimum, maximum (null: open)
--   jump       maximum absolute change, relative change, from the period before (null: not asked)
--   zero       zero is not possible
--   outlier    maximum distance from the median of the period, in robust standard deviations (Iglewicz and Hoaglin 1993)
--   column     maximum distance of a period's median from the usual median of the other periods, in robust standard deviations
create table validation_rule (
    validation_rule_id integer generated always as identity primary key,
    indicator_id integer not null references indicator,
    rule         text not null check (rule in ('range', 'jump', 'zero', 'outlier', 'column')),
    severity     text not null check (severity in ('refused', 'quarantined', 'warning')),
    minimum      numeric,
    maximum      numeric,
    relative     numeric check (relative > 0),
    reason_lv    text not null,
    reason_en    text not null,
    unique (indicator_id, rule, severity)
);
