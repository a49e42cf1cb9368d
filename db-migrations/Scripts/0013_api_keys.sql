-- What administering access needs: changes that name the state that they change, requests that can be repeated, keys that take over from others, and the
-- mark of what a local start made to be tried out.

alter table organisation
    add column version integer not null default 1,
    add column changed_at timestamptz not null default clock_timestamp();

alter table network
    add column version integer not null default 1,
    add column changed_at timestamptz not null default clock_timestamp();

alter table api_client
    add column is_demo boolean not null default false,     -- made by a local start, and accepted by one only
    add column idempotency_key text unique check (length(idempotency_key) <= 200),
    add column request_hash text check ((request_hash is null) = (idempotency_key is null));

alter table api_key
    add column request_hash text check ((request_hash is null) = (idempotency_key is null)),
    add column replaces_id bigint unique references api_key on delete set null;   -- the key that this one takes over from: each has one successor

alter table role_grant
    add column idempotency_key text unique check (length(idempotency_key) <= 200),
    add column request_hash text check ((request_hash is null) = (idempotency_key is null));
create index role_grant_of_organisation on role_grant (organisation_id) where organisation_id is not null;
