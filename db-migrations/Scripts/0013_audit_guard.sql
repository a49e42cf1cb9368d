-- A verification is bounded: it tells where the next one goes on.
alter table audit_verification add column next_number bigint;   -- null: the end of the chain, or of what was asked for, was reached

-- Who may write into the audit tables is told by the whole signature: another function of the same name may not.
create or replace function guard_audit() returns trigger
    language plpgsql
    set search_path = pg_catalog
as $$
declare
    calls text;
begin
    get diagnostics calls = pg_context;
    if not exists (select from unnest(tg_argv) allowed where strpos(E'\n' || calls, E'\nPL/pgSQL function public.' || allowed || ' line ') > 0) then
        raise exception 'Nobody may % % but: %.', lower(tg_op), tg_table_name, array_to_string(tg_argv, ', ') using errcode = 'insufficient_privilege';
    end if;
    return null;
end
$$;
drop trigger guard_insert on audit_entry;
drop trigger guard_update on audit_entry;
drop trigger guard_pending on audit_pending;
drop trigger guard_head on audit_head;
create trigger guard_insert before insert or truncate on audit_entry for each statement execute function guard_audit('chain_audit_entries(integer,boolean)');
create trigger guard_update before update or delete on audit_entry for each statement
    execute function guard_audit('forget_person_in_audit(bigint)', 'forget_old_readers(timestamp with time zone,integer)');
create trigger guard_pending before update or delete or truncate on audit_pending for each statement execute function guard_audit('chain_audit_entries(integer,boolean)');
create trigger guard_head before insert or update or delete or truncate on audit_head for each statement execute function guard_audit('chain_audit_entries(integer,boolean)');
