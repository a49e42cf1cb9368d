-- Analyses that were stored: what was asked, with the instant whose figures were used, and the answer, byte by byte. Nothing in a row ever
-- changes but that it may be removed: then what was asked and answered goes, and that it was there stays.

create table stored_analysis (
    stored_analysis_id uuid primary key default gen_random_uuid(),
    number       bigint generated always as identity unique,        -- order of lists
    method       text not null check (length(method) <= 80),
    method_version text not null check (length(method_version) <= 20),
    title        text check (length(title) <= 200),
    language     text not null check (language ~ '^(lv|en)$'),
    visibility   text not null check (visibility in ('private', 'public')),
    reach        text not null,                 -- what was seen, as benchlearning.reach; of a public one, what everybody sees
    as_of        timestamptz,                   -- null: numbers of the caller's own
    request      text,                          -- JSON
    answer       bytea,                         -- JSON, as it was answered
    checksum     text not null check (checksum ~ '^[0-9a-f]{64}$'),   -- sha-256 of the answer
    bytes        integer not null,
    stored_at    timestamptz not null default clock_timestamp(),
    stored_by    text not null,                 -- person:17, client:4, operator
    removed_at   timestamptz,
    removed_by   text,
    check ((removed_at is null) = (removed_by is null)),
    check ((removed_at is null) = (request is not null) and (removed_at is null) = (answer is not null))
);

-- The same, asked to be stored once more, is the one that is there.
create index stored_analysis_once on stored_analysis (stored_by, visibility, language, coalesce(title, ''), checksum, md5(request)) where removed_at is null;
create index stored_analysis_of_owner on stored_analysis (stored_by, number) where removed_at is null;
create index stored_analysis_public on stored_analysis (number) where removed_at is null and visibility = 'public';

-- Calculations that go on by themselves. Any instance may carry one out; while it does, it says so anew before its lease runs out, and when it is
-- gone, another one begins the job again.
create table job (
    job_id       uuid primary key default gen_random_uuid(),
    number       bigint generated always as identity unique,
    owner        text not null,                 -- person:17, client:4, operator; anonymous: whoever knows the id
    caller       json not null,                 -- how they came in, so that what they may see can be asked anew
    reach        text not null,                 -- what they might see when they asked, as benchlearning.reach
    method       text not null check (length(method) <= 80),
    language     text not null check (language ~ '^(lv|en)$'),
    request      text not null,                 -- JSON
    state        text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    is_cancel_asked boolean not null default false,
    done         integer,
    total        integer,
    counted      text check (length(counted) <= 80),                -- what is counted
    created_at   timestamptz not null default clock_timestamp(),
    started_at   timestamptz,
    ended_at     timestamptz check ((ended_at is null) = (state in ('queued', 'running'))),
    runner       uuid,                          -- the instance that carries it out
    leased_until timestamptz check ((leased_until is null) = (state <> 'running')),
    attempts     integer not null default 0,
    failure      json,
    answer       bytea,                         -- null: none, or kept no longer
    checksum     text check (checksum ~ '^[0-9a-f]{64}$'),
    kept_until   timestamptz,
    stored_analysis_id uuid references stored_analysis,
    check (num_nulls(done, total, counted) in (0, 3))
);
create index job_of_owner on job (owner, number);
create index job_open on job (number) where state in ('queued', 'running');
create index job_kept on job (kept_until) where answer is not null;
create index job_ended on job (ended_at) where ended_at is not null;
