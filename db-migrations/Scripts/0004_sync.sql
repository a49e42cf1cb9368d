-- The nightly sync: where data are fetched from by themselves, every run, and the pages of a run until they are imported.

create table sync_source (
    sync_source_id integer generated always as identity primary key,
    code         text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    source_id    integer not null references source,   -- whose data they are
    adapter      text not null check (adapter in ('raim-http', 'raim-export', 'pxweb', 'open-data-csv')),
    settings     jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),   -- address, limits, and what the adapter has to know
    cron         text,                          -- minute, hour, day of month, month, day of week; null: by hand only
    time_zone    text not null default 'Europe/Riga',
    is_enabled   boolean not null default false,
    stale_after_hours integer not null default 36 check (stale_after_hours > 0),
    created_at   timestamptz not null,          -- runs due before are not missed
    -- where the last applied run ended: the next one begins there
    cursor       bigint not null default 0 check (cursor >= 0),
    page_tag     text,                          -- ETag of the empty page at the cursor; null: none
    catalogue    jsonb,                         -- the source's last list of indicators; null: it gives none
    catalogue_tag text                          -- its ETag; null: none
);

create table sync_run (
    sync_run_id  bigint generated always as identity primary key,
    sync_source_id integer not null references sync_source,
    trigger      text not null check (trigger in ('schedule', 'manual', 'catchUp')),
    scheduled_for timestamptz check (trigger <> 'manual' or scheduled_for is null),   -- null also for one that follows on another
    idempotency_key text unique check (length(idempotency_key) <= 200),
    actor        text not null,
    state        text not null check (state in ('running', 'completed', 'completedWithFindings', 'noChange', 'failed')),
    stage        text not null check (stage in ('waiting', 'fetch', 'check', 'import', 'done')),
    attempts     integer not null default 0,    -- more than one after an instance died in it
    resumed_from bigint references sync_run,    -- the broken run whose pages it goes on from; null: from the last applied cursor
    start_cursor bigint not null,
    cursor       bigint not null,               -- reached so far
    page_tag     text,
    fingerprint  text,                          -- what its pages depend on besides the cursor; null until it has begun to fetch
    pages        integer not null default 0,    -- fetched and checked, with those it goes on from
    repeated_pages integer not null default 0,  -- that came once more, the same, and were not taken again
    rows         integer not null default 0,
    bytes        bigint not null default 0,
    import_id    bigint references import_batch,
    failure_code text,
    failure_lv   text check ((failure_lv is null) = (failure_code is null)),
    failure_en   text check ((failure_en is null) = (failure_code is null)),
    is_resumable boolean not null default false,   -- failed on the way; what was fetched is right, and the next run goes on from it
    created_at   timestamptz not null,
    fetch_started_at timestamptz,
    check_started_at timestamptz,
    import_started_at timestamptz,
    finished_at  timestamptz check ((finished_at is null) = (state = 'running')),
    check ((state = 'failed') = (failure_code is not null))
);
create unique index sync_run_open on sync_run (sync_source_id) where state = 'running';
create unique index sync_run_scheduled on sync_run (sync_source_id, scheduled_for) where scheduled_for is not null;
create index sync_run_of_source on sync_run (sync_source_id, sync_run_id desc);

-- Pages as they came. Once they are imported the raw file of the import has them, and the content goes from here.
create table sync_page (
    sync_run_id  bigint not null references sync_run,
    number       integer not null check (number > 0),
    after_cursor bigint not null,
    next_cursor  bigint not null check (next_cursor >= after_cursor),
    checksum     text not null check (checksum ~ '^[0-9a-f]{64}$'),
    rows         integer not null,
    size         integer not null,              -- bytes
    content      bytea,
    fetched_at   timestamptz not null,
    primary key (sync_run_id, number),
    unique (sync_run_id, after_cursor)
);
alter table sync_page alter column content set storage external;
