-- How data comes in: raw files kept for ever, imports and their findings, mapping and validation rules, and the change feed.

------------------------------------------------------------------------------------------------------------------------
-- Raw files live in the database in chunks, so that every instance and every backup has them.

create table raw_file (
    raw_file_id  bigint generated always as identity primary key,
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),   -- sha-256, hex
    name         text not null,
    media_type   text not null,
    size         bigint not null check (size >= 0),                        -- bytes
    received_at  timestamptz not null,
    received_by  text not null
);
create index raw_file_content_hash on raw_file (content_hash);

create table raw_file_chunk (
    raw_file_id bigint not null references raw_file,
    number      integer not null check (number >= 0),
    content     bytea not null,
    primary key (raw_file_id, number)
);
alter table raw_file_chunk alter column content set storage external;

------------------------------------------------------------------------------------------------------------------------
-- The change feed. A change set is one transaction that changed something readers see. Its position is taken under a lock that is
-- held until commit, so positions become visible in their order: nothing can appear behind a position already read.

create sequence change_set_sequence;

create table change_set (
    position    bigint primary key,
    kind        text not null check (kind in ('observations', 'indicator', 'territory', 'group', 'release')),
    subject     text,                          -- code of the indicator, identity of the territory, code of the group; null for observations
    action      text not null check (action in ('created', 'changed', 'withdrawn', 'released')),
    recorded_at timestamptz not null
);

create function begin_change_set(kind text, subject text, action text) returns bigint
    language plpgsql as
$$
declare
    taken bigint;
begin
    perform pg_advisory_xact_lock(hashtext('benchlearning.change_set'));
    taken := nextval('change_set_sequence');
    insert into change_set (position, kind, subject, action, recorded_at) values (taken, kind, subject, action, clock_timestamp());
    return taken;
end
$$;

------------------------------------------------------------------------------------------------------------------------
-- Imports

create table import_batch (
    import_id    bigint generated always as identity primary key,
    door         text not null check (door in ('sample', 'upload', 'push', 'pull', 'form')),
    source_id    integer not null references source,
    source_batch text,                          -- the source's own number of a pushed batch: makes the push idempotent
    idempotency_key text unique check (length(idempotency_key) <= 200),
    name         text not null,
    raw_file_id  bigint references raw_file,
    layout       text not null,                 -- which parser reads it, with its version, such as tidy-csv/1
    content_hash text,                          -- sha-256 of the whole, hex; null until received
    actor        text not null,
    reason       text not null,
    is_dry_run   boolean not null default false,
    state        text not null check (state in ('receiving', 'queued', 'running', 'completed', 'completedWithFindings', 'noChange', 'failed', 'cancelled')),
    stage        text not null check (stage in ('receive', 'parse', 'validate', 'compare', 'apply', 'publish', 'done')),
    is_cancel_asked boolean not null default false,
    created_at   timestamptz not null,
    started_at   timestamptz,
    finished_at  timestamptz,
    failure      text,                          -- why it failed, for the one who sent it
    bytes_total  bigint,
    bytes_done   bigint not null default 0,
    rows_read    integer not null default 0,
    rows_refused integer not null default 0,    -- wrong in themselves: findings say why
    rows_waiting integer not null default 0,    -- not understood yet: the mapping queue
    rows_quarantined integer not null default 0,
    rows_missing integer not null default 0,
    rows_value   integer not null default 0,
    rows_new     integer not null default 0,
    rows_changed integer not null default 0,
    rows_same    integer not null default 0,
    unique (source_id, source_batch)
);
create index import_batch_open on import_batch (import_id) where state in ('queued', 'running');
alter table observation_revision add foreign key (import_id) references import_batch;

create table import_finding (
    finding_id integer generated always as identity,
    import_id  bigint not null references import_batch,
    row_number integer not null,                -- 0: the file as a whole
    rule       text not null,
    severity   text not null check (severity in ('refused', 'waiting', 'quarantined', 'warning')),
    field      text,                            -- column of the row; null: the row as a whole
    message_lv text not null,
    message_en text not null,
    row_content text not null,                  -- as received, at most 1000 characters
    answer     text check (answer in ('accepted', 'corrected', 'rejected')),
    answered_by text,
    answered_at timestamptz,
    answer_reason text,
    primary key (import_id, finding_id)
);
create index import_finding_open on import_finding (import_id, severity) where answer is null;

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
--   jump       maximum absolute change and maximum relative change from the period before (null: not asked)
--   zero       zero is not possible
--   outlier    largest distance from the group's median in robust standard deviations (Iglewicz and Hoaglin 1993)
--   column     largest distance of a period's median from the neighbouring periods' medians, in robust standard deviations of the column
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
