-- Who may come in, and as what: organisations, persons known to an OpenID provider, clients with keys, and the roles that they hold for a
-- span of time. No password is ever kept here.

create table organisation (
    organisation_id integer generated always as identity primary key,
    code         text collate "C" not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 80),
    kind         text not null check (kind in ('municipality', 'association', 'agency', 'other')),
    name_lv      text not null,
    name_en      text not null,
    territory_id integer unique references territory check ((kind = 'municipality') = (territory_id is not null))
);

-- Every municipality that ever was, so that a role held for one of them outlives it.
insert into organisation (code, kind, name_lv, name_en, territory_id)
select t.identity, 'municipality', v.name_lv, v.name_en, t.territory_id
from territory t
join lateral (select * from territory_version v where v.territory_id = t.territory_id order by v.valid_from desc limit 1) v on true
where v.type in ('stateCity', 'municipality')
order by t.identity collate "C";

insert into organisation (code, kind, name_lv, name_en) values
    ('lalrg', 'association', 'Latvijas Pašvaldību savienība', 'Latvian Association of Local and Regional Governments'),
    ('srda', 'agency', 'Valsts reģionālās attīstības aģentūra', 'State Regional Development Agency');

-- A cooperation network, as far as it decides who reads what.
create table network (
    network_id   integer generated always as identity primary key,
    code         text collate "C" not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 80),
    name_lv      text not null,
    name_en      text not null,
    created_at   timestamptz not null default clock_timestamp()
);

create table network_membership (
    network_id   integer not null references network,
    organisation_id integer not null references organisation,
    joined_on    date not null,
    left_on      date check (left_on > joined_on),     -- the first day without; null: member still
    primary key (network_id, organisation_id, joined_on)
);

-- A person is what an OpenID provider says: nothing is kept that is not needed to know them again.
create table person (
    person_id    bigint generated always as identity primary key,
    issuer       text not null,
    subject      text not null,                 -- the provider's own name of the person, within the issuer
    name         text,                          -- null: not told, or erased
    first_seen_at timestamptz not null default clock_timestamp(),
    last_seen_at timestamptz not null default clock_timestamp(),   -- kept to the day
    erased_at    timestamptz,
    unique (issuer, subject)
);

-- A system that comes in with a key, or with a token of the same OpenID provider.
create table api_client (
    api_client_id integer generated always as identity primary key,
    name         text not null check (length(name) <= 200),
    organisation_id integer not null references organisation,
    issuer       text,                          -- with subject: comes in by OAuth 2.0 client credentials too
    subject      text check ((issuer is null) = (subject is null)),
    version      integer not null default 1,
    created_at   timestamptz not null default clock_timestamp(),
    created_by   text not null,
    changed_at   timestamptz not null default clock_timestamp(),
    disabled_at  timestamptz,                   -- null: may come in
    unique (issuer, subject)
);

-- A key is shown once and kept as its hash. While a new one takes over, the old one works until it expires.
create table api_key (
    api_key_id   bigint generated always as identity primary key,
    api_client_id integer not null references api_client,
    prefix       text collate "C" not null unique check (prefix ~ '^[a-z0-9]{10}$'),    -- not secret: names the key
    secret_hash  bytea not null check (length(secret_hash) = 32),                       -- sha-256 of a secret of 256 random bits
    scopes       text[] not null check (scopes <@ array['read', 'submit', 'push', 'audit', 'administer'] and cardinality(scopes) > 0),
    networks     cidr[] not null default '{}',  -- empty: from anywhere
    idempotency_key text unique check (length(idempotency_key) <= 200),
    created_at   timestamptz not null default clock_timestamp(),
    created_by   text not null,
    expires_at   timestamptz not null check (expires_at > created_at),
    revoked_at   timestamptz,
    revoked_by   text check ((revoked_by is null) = (revoked_at is null)),
    revoke_reason text check ((revoke_reason is null) = (revoked_at is null)),
    last_used_at timestamptz                    -- to the minute; null: never
);
create index api_key_of_client on api_key (api_client_id);

-- A role is held by a person or a client, for a span of time, and where the role asks for it for an organisation, a network or a source.
create table role_grant (
    role_grant_id bigint generated always as identity primary key,
    person_id    bigint references person,
    api_client_id integer references api_client,
    role         text not null check (role in ('authorisedUser', 'dataSubmitter', 'municipalCoordinator', 'networkCoordinator', 'politician', 'externalExpert',
                                               'analyst', 'sourceSystem', 'auditor', 'administrator')),
    organisation_id integer references organisation,
    network_id   integer references network,
    source_id    integer references source,
    valid_from   timestamptz not null default clock_timestamp(),
    valid_to     timestamptz check (valid_to > valid_from),   -- the first instant without; null: until revoked
    granted_at   timestamptz not null default clock_timestamp(),
    granted_by   text not null,
    reason       text not null,
    revoked_at   timestamptz,
    revoked_by   text check ((revoked_by is null) = (revoked_at is null)),
    revoke_reason text check ((revoke_reason is null) = (revoked_at is null)),
    check (num_nonnulls(person_id, api_client_id) = 1),
    check ((organisation_id is not null) = (role in ('dataSubmitter', 'municipalCoordinator', 'politician'))),
    check ((network_id is not null) = (role in ('networkCoordinator', 'externalExpert'))),
    check ((source_id is not null) = (role = 'sourceSystem')),
    check (role <> 'externalExpert' or valid_to is not null)   -- an expert is bound to a span
);
create index role_grant_of_person on role_grant (person_id) where person_id is not null;
create index role_grant_of_client on role_grant (api_client_id) where api_client_id is not null;

-- Every instance keeps who holds what in memory for a while, and is told when it no longer holds.
create function access_changed() returns trigger
    language plpgsql as
$$
begin
    perform pg_notify('benchlearning_access', '');
    return null;
end
$$;
create trigger access_changed after update or delete on person for each statement execute function access_changed();
create trigger access_changed after insert or update or delete on api_client for each statement execute function access_changed();
create trigger access_changed after insert or delete on api_key for each statement execute function access_changed();
create trigger access_revoked after update of revoked_at, expires_at, scopes, networks on api_key for each statement execute function access_changed();
create trigger access_changed after insert or update or delete on role_grant for each statement execute function access_changed();
create trigger access_changed after insert or update or delete on network_membership for each statement execute function access_changed();
