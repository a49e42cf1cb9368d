-- Briefings that are kept: documents for those who decide, in both languages, as they were on the day. Nothing in them ever changes.

create table briefing (
    briefing_id  uuid primary key,
    number       bigint generated always as identity unique,        -- order of lists
    territory_id integer not null references territory,
    territory_code text not null,                                   -- as it was asked for
    group_code   text not null,                                     -- a group's code, or similar:8
    title        text check (length(title) <= 200),                 -- what it was kept for; null: nothing was said
    as_of        timestamptz not null,                              -- the instant whose figures these are
    kept_at      timestamptz not null default clock_timestamp(),
    kept_by      text not null,                                     -- person:17, client:4, operator
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (kept_by, idempotency_key)
);
create index briefing_of_territory on briefing (territory_id, number);

create table briefing_document (
    briefing_id  uuid not null references briefing,
    language     text not null check (language ~ '^(lv|en)$'),
    format       text not null check (format ~ '^(json|html|pdf)$'),
    content      bytea not null,
    checksum     text not null check (checksum ~ '^[0-9a-f]{64}$'),   -- sha-256 of the content
    bytes        integer not null check (bytes = length(content)),
    primary key (briefing_id, language, format)
);
