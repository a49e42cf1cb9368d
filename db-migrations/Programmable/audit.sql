-- The chain of audit entries: how it is written, and how persons are forgotten in it. docs/access.md says how to verify it without this program.

-- The bytes of some fields, so that no two lists of fields have the same: length in bytes, a colon, the text, a comma; a hyphen and a comma for null.
create or replace function audit_bytes(variadic fields text[]) returns bytea
    language sql immutable parallel safe
as $$
    select convert_to(string_agg(coalesce(octet_length(f.field)::text || ':' || f.field, '-') || ',', '' order by f.place), 'UTF8')
    from unnest(fields) with ordinality as f (field, place)
$$;

-- Chains what waits, at most so many entries, and answers how many. Another one who is chaining just now is waited for, or left alone: then the answer is 0.
create or replace function chain_audit_entries(most integer, waits boolean) returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog
as $$
declare
    one public.audit_pending;
    place bigint;
    latest bytea;
    chained bigint[] := '{}';
    who_salt bytea;
    details_salt bytea;
    who bytea;
    details bytea;
begin
    if not exists (select from public.audit_pending) then
        return 0;
    end if;
    if waits then
        perform pg_advisory_xact_lock(hashtext('benchlearning.audit_chain'));
    elsif not pg_try_advisory_xact_lock(hashtext('benchlearning.audit_chain')) then
        return 0;
    end if;
    select h.length, h.hash into strict place, latest from public.audit_head h for update;
    for one in select * from public.audit_pending p order by p.audit_pending_id limit most loop
        place := place + 1;
        who_salt := uuid_send(gen_random_uuid());
        details_salt := uuid_send(gen_random_uuid());
        who := sha256(who_salt || public.audit_bytes(one.actor, one.key_prefix, one.address, one.user_agent));
        details := sha256(details_salt || public.audit_bytes(one.reason, one.before::text, one.after::text));
        latest := sha256(latest || public.audit_bytes(
            place::text, to_char(one.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), one.actor_kind, one.action, one.subject, one.outcome, one.trace_id,
            encode(who, 'hex'), encode(details, 'hex')));
        insert into public.audit_entry (
            number, occurred_at, actor_kind, action, subject, outcome, trace_id, who_commitment, details_commitment, hash,
            who_salt, actor, key_prefix, address, user_agent, details_salt, reason, before, after)
        values (
            place, one.occurred_at, one.actor_kind, one.action, one.subject, one.outcome, one.trace_id, who, details, latest,
            who_salt, one.actor, one.key_prefix, one.address, one.user_agent, details_salt, one.reason, one.before, one.after);
        chained := chained || one.audit_pending_id;
    end loop;
    delete from public.audit_pending where audit_pending_id = any (chained);
    update public.audit_head set length = place, hash = latest, chained_at = clock_timestamp();
    return cardinality(chained);
end
$$;

-- Forgets where a person came from in all that they did, and what was written about them. Their number stays, which nobody is any more.
-- The answer belongs into the entry about it: verification compares.
create or replace function forget_person_in_audit(forgotten bigint, out erasure uuid, out entries bigint, out digest text)
    language plpgsql
    security definer
    set search_path = pg_catalog
as $$
declare
    pseudonym text := 'person:' || forgotten;
    about text := 'person/' || forgotten;
begin
    perform public.chain_audit_entries(2147483647, true);
    perform pg_advisory_xact_lock(hashtext('benchlearning.audit_chain'));
    erasure := gen_random_uuid();
    update public.audit_entry
    set who_salt = null, key_prefix = null, address = null, user_agent = null, who_forgotten_by = erasure
    where actor = pseudonym and who_forgotten_by is null;
    update public.audit_entry
    set details_salt = null, reason = null, before = null, after = null, details_forgotten_by = erasure
    where (subject = about or subject like about || '/%') and details_forgotten_by is null;
    select * into entries, digest from public.audit_erasure_digest(erasure);
end
$$;

-- Forgets who read, in readings before an instant, at most so many. Readings of one person keep a common pseudonym, which is another at each call.
create or replace function forget_old_readers(before_instant timestamptz, most integer, out erasure uuid, out entries bigint, out digest text)
    language plpgsql
    security definer
    set search_path = pg_catalog
as $$
declare
    salt bytea := uuid_send(gen_random_uuid());
begin
    perform pg_advisory_xact_lock(hashtext('benchlearning.audit_chain'));
    erasure := gen_random_uuid();
    update public.audit_entry e
    set actor = case when e.actor_kind = 'person' then 'reader:' || left(encode(sha256(salt || convert_to(e.actor, 'UTF8')), 'hex'), 12) else e.actor end,
        who_salt = null, key_prefix = null, address = null, user_agent = null, who_forgotten_by = erasure
    where e.number in (
        select o.number
        from public.audit_entry o
        where o.occurred_at < before_instant and o.action like 'read.%' and o.who_forgotten_by is null
        order by o.occurred_at
        limit most);
    select * into entries, digest from public.audit_erasure_digest(erasure);
end
$$;

-- How many entries an erasure touched, and which, by a hash of their numbers, what was forgotten of them, and their pseudonyms.
create or replace function audit_erasure_digest(erasure uuid, out entries bigint, out digest text)
    language sql
    stable
as $$
    select count(*),
           encode(sha256(coalesce(string_agg(
               public.audit_bytes(
                   e.number::text, case when e.who_forgotten_by is distinct from erasure then 'details' when e.details_forgotten_by = erasure then 'both' else 'who' end, e.actor),
               ''::bytea order by e.number), ''::bytea)), 'hex')
    from public.audit_entry e
    where e.who_forgotten_by = erasure or e.details_forgotten_by = erasure
$$;
