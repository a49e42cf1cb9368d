-- The chain of audit entries: how it is written, and how persons are forgotten in it. docs/access.md says how to verify it without this program.

-- A field as it enters a hash, so that no two lists of fields have the same bytes: length in bytes, a colon, the text, a comma; a hyphen and a comma for null.
create or replace function audit_field(field text) returns text
    language sql immutable parallel safe
return coalesce(octet_length(field)::text || ':' || field, '-') || ',';

-- Chains what waits, at most so many entries, and answers how many. Another one who is chaining just now is waited for, or left alone: then the answer is 0.
create or replace function chain_audit_entries(most integer, waits boolean) returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog
as $$
declare
    one record;
    place bigint;
    latest bytea;
    chained public.audit_entry[] := '{}';
    done bigint[] := '{}';
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
    for one in
        with salted as materialized (
            select p.*, uuid_send(gen_random_uuid()) as who_salt, uuid_send(gen_random_uuid()) as details_salt
            from public.audit_pending p
            order by p.audit_pending_id
            limit most)
        select s.*,
               sha256(s.who_salt || convert_to(
                   public.audit_field(s.actor) || public.audit_field(s.key_prefix) || public.audit_field(s.address) || public.audit_field(s.user_agent), 'UTF8')) as who_commitment,
               sha256(s.details_salt || convert_to(
                   public.audit_field(s.reason) || public.audit_field(s.before::text) || public.audit_field(s.after::text), 'UTF8')) as details_commitment,
               public.audit_field(to_char(s.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) || public.audit_field(s.actor_kind) || public.audit_field(s.action)
                   || public.audit_field(s.subject) || public.audit_field(s.outcome) || public.audit_field(s.trace_id) as said
        from salted s
        order by s.audit_pending_id
    loop
        place := place + 1;
        latest := sha256(latest || convert_to(
            public.audit_field(place::text) || one.said || public.audit_field(encode(one.who_commitment, 'hex')) || public.audit_field(encode(one.details_commitment, 'hex')), 'UTF8'));
        chained := chained || row(
            place, one.occurred_at, one.actor_kind, one.action, one.subject, one.outcome, one.trace_id, one.who_commitment, one.details_commitment, latest,
            one.who_salt, one.actor, one.key_prefix, one.address, one.user_agent, null, one.details_salt, one.reason, one.before, one.after, null)::public.audit_entry;
        done := done || one.audit_pending_id;
    end loop;
    insert into public.audit_entry
    select *
    from unnest(chained);
    delete from public.audit_pending where audit_pending_id = any (done);
    update public.audit_head set length = place, hash = latest, chained_at = clock_timestamp();
    return cardinality(done);
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
    where (subject = about or subject like about || '/%') and action <> 'person.erase' and details_forgotten_by is null;
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
               convert_to(
                   public.audit_field(e.number::text) || public.audit_field(case when e.who_forgotten_by = erasure then e.actor end)
                       || public.audit_field(case when e.who_forgotten_by is distinct from erasure then 'details' when e.details_forgotten_by = erasure then 'both' else 'who' end), 'UTF8'),
               ''::bytea order by e.number), ''::bytea)), 'hex')
    from public.audit_entry e
    where e.who_forgotten_by = erasure or e.details_forgotten_by = erasure
$$;
