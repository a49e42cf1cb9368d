-- Who did what, when, from where and why: kept for good, and so that nobody can change it unseen.
--
-- A write puts its entry into audit_pending in its own transaction; readings come in batches. One writer at a time chains what waits there
-- (chain_audit_entries): the hash of each entry is made of the hash before it and of the entry. What may have to be forgotten, because it is about a person,
-- enters the hash only as a salted commitment: without salt and text the chain still holds.

create domain audit_action as text collate "C" check (value ~ '^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$' and length(value) <= 80);

-- Entries on their way into the chain, usually for less than a second.
create table audit_pending (
    audit_pending_id bigint generated always as identity primary key,
    occurred_at  timestamptz not null default clock_timestamp(),
    actor_kind   text not null check (actor_kind in ('operator', 'person', 'client', 'service')),
    actor        text not null check (length(actor) <= 200),       -- operator, person:17, client:4; of the service itself: service, sample, sync
    key_prefix   text,                          -- of the API key; null: came in otherwise
    address      text,                          -- null: not by HTTP
    user_agent   text check (length(user_agent) <= 200),
    action       audit_action not null,         -- correction.file
    subject      text not null check (length(subject) <= 500),     -- observation/unemployment-rate/cesu-novads-2021/2013
    outcome      text not null default 'done' check (outcome in ('done', 'refused')),
    reason       text,
    before       json,                          -- json keeps the text as it was written, which the hash needs
    after        json,
    trace_id     text
);

create table audit_entry (
    number       bigint primary key check (number >= 1),            -- its place in the chain, without gaps
    occurred_at  timestamptz not null,
    actor_kind   text not null,
    action       audit_action not null,
    subject      text not null,
    outcome      text not null,
    trace_id     text,
    who_commitment bytea not null,              -- sha-256 of who_salt and what follows it
    details_commitment bytea not null,
    hash         bytea not null check (length(hash) = 32),

    -- Who, and from where. Forgotten: actor is a pseudonym, the others are null, and forgotten_by names the erasure.
    who_salt     bytea check ((who_salt is null) = (who_forgotten_by is not null)),
    actor        text not null,
    key_prefix   text,
    address      text,
    user_agent   text,
    who_forgotten_by uuid,

    -- Why, and what it was before and after.
    details_salt bytea check ((details_salt is null) = (details_forgotten_by is not null)),
    reason       text,
    before       json,
    after        json,
    details_forgotten_by uuid
);
create index audit_entry_of_actor on audit_entry (actor, number);
create index audit_entry_of_subject on audit_entry (subject text_pattern_ops, number);
create index audit_entry_of_action on audit_entry (action, number);
create index audit_entry_in_time on audit_entry (occurred_at);
create index audit_entry_of_reader on audit_entry (occurred_at) where action like 'read.%' and who_forgotten_by is null;
create index audit_entry_who_forgotten on audit_entry (who_forgotten_by) where who_forgotten_by is not null;
create index audit_entry_details_forgotten on audit_entry (details_forgotten_by) where details_forgotten_by is not null;

-- How long the chain is and what it ends with: a tail that was cut off is missed.
create table audit_head (
    is_head      boolean primary key default true check (is_head),
    length       bigint not null,
    hash         bytea not null check (length(hash) = 32),
    chained_at   timestamptz                    -- null: never yet
);
insert into audit_head (length, hash) values (0, decode(repeat('00', 32), 'hex'));

-- What was looked at and found.
create table audit_verification (
    audit_verification_id bigint generated always as identity primary key,
    verified_at  timestamptz not null default clock_timestamp(),
    verified_by  text not null,
    from_number  bigint not null,
    to_number    bigint not null,               -- the last one looked at
    hash         bytea,                         -- of the last one; null: the chain is broken, or empty
    broken_number bigint,                       -- the first entry that does not hold; null: all hold
    finding      text check ((finding is null) = (broken_number is null))
);

-- Nobody writes here but the functions that are named. The owner of the tables can take the triggers away; what is changed then, verification finds.
create function guard_audit() returns trigger
    language plpgsql
    set search_path = pg_catalog
as $$
declare
    calls text;
begin
    get diagnostics calls = pg_context;
    if calls !~ ('(^|\n)PL/pgSQL function public\.(' || tg_argv[0] || ')\([^()]*\) line ') then
        raise exception 'Nobody may % % but: %.', lower(tg_op), tg_table_name, tg_argv[0] using errcode = 'insufficient_privilege';
    end if;
    return null;
end
$$;
create trigger guard_insert before insert or truncate on audit_entry for each statement execute function guard_audit('chain_audit_entries');
create trigger guard_update before update or delete on audit_entry for each statement execute function guard_audit('forget_person_in_audit|forget_old_readers');
create trigger guard_pending before update or delete or truncate on audit_pending for each statement execute function guard_audit('chain_audit_entries');
create trigger guard_head before insert or update or delete or truncate on audit_head for each statement execute function guard_audit('chain_audit_entries');
