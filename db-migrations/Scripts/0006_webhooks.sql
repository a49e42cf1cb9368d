-- Webhooks: who is told that something changed, and every message until it is delivered or given up. The change feed itself is the outbox: each
-- webhook has a place in it, and what lies between its place and the end is gathered into one message.

create table webhook (
    webhook_id   bigint generated always as identity primary key,
    url          text not null check (length(url) <= 2000),
    kinds        text[] not null check (kinds <@ array['observation', 'indicator', 'territory', 'group', 'release']),   -- what it is told of
    description  text check (length(description) <= 200),
    state        text not null default 'active' check (state in ('active', 'paused', 'gone')),   -- gone: the receiver answered 410
    position     bigint not null,               -- number of the last change that a message was made for, or that it is not told of
    leased_until timestamptz,                   -- until then one instance delivers to it; null: none does
    version      integer not null default 1,    -- grows with each change
    created_at   timestamptz not null default clock_timestamp(),
    changed_at   timestamptz not null default clock_timestamp(),
    check (cardinality(kinds) > 0)
);

-- Readable, because messages are signed with them.
create table webhook_secret (
    webhook_secret_id bigint generated always as identity primary key,
    webhook_id   bigint not null references webhook on delete cascade,
    secret       text not null check (secret ~ '^whsec_'),
    idempotency_key text not null unique check (length(idempotency_key) <= 200),   -- of the request that made it
    request_hash text not null,                 -- sha-256, hex, of what that request asked for
    created_at   timestamptz not null default clock_timestamp(),
    signs_until  timestamptz                    -- null: until another one follows
);
create index webhook_secret_of_webhook on webhook_secret (webhook_id);

create table webhook_delivery (
    webhook_delivery_id bigint generated always as identity primary key,
    message_id   text not null unique default 'msg_' || replace(gen_random_uuid()::text, '-', ''),
    webhook_id   bigint not null references webhook on delete cascade,
    after_number bigint not null,               -- it tells of the changes after this one
    last_number  bigint not null check (last_number > after_number),   -- up to and with this one
    changes      integer not null check (changes > 0),
    body         text not null,                 -- as it is sent
    state        text not null default 'pending' check (state in ('pending', 'delivered', 'parked')),
    attempts     integer not null default 0,
    created_at   timestamptz not null default clock_timestamp(),
    tries_until  timestamptz not null default clock_timestamp() + interval '24 hours',
    next_attempt_at timestamptz default clock_timestamp() check ((next_attempt_at is null) = (state <> 'pending')),
    last_attempt_at timestamptz,                -- null: not tried yet
    last_milliseconds integer check ((last_milliseconds is null) = (last_attempt_at is null)),
    last_outcome text check (last_outcome in ('delivered', 'answered', 'redirected', 'gone', 'timedOut', 'unknownHost', 'unreachable', 'notTrusted', 'targetRefused')),
    last_status  integer,                       -- HTTP status; null: there was no answer
    check ((last_outcome is null) = (last_attempt_at is null))
);
create index webhook_delivery_of_webhook on webhook_delivery (webhook_id, webhook_delivery_id);
create index webhook_delivery_pending on webhook_delivery (webhook_id, next_attempt_at) where state = 'pending';
create index webhook_delivery_parked on webhook_delivery (webhook_id) where state = 'parked';
