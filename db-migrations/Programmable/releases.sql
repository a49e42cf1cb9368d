-- Carries out the releases whose instant has come: each waiting value becomes the published answer by a new revision, the read model and the
-- change feed follow in the same transaction. Returns how many releases were carried out. Any instance may call it at any time.
create or replace function carry_out_releases() returns integer
    language plpgsql as
$$
declare
    due record;
    carried_out integer := 0;
    at timestamptz;
    changed integer[];
begin
    if not exists (select from release where released_at is null and releases_at <= clock_timestamp()) then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtext('benchlearning.import'));
    for due in
        select r.release_id, r.code, r.quality
        from release r
        where r.released_at is null and r.releases_at <= clock_timestamp()
        order by r.releases_at, r.release_id
        for update
    loop
        at := clock_timestamp();
        create temporary table due_observation on commit drop as
        select o.* from observation_revision o where o.release_id = due.release_id and o.workflow = 'verified' and o.superseded_at is null;

        update observation_revision o
        set superseded_at = at
        from due_observation d
        where o.indicator_id = d.indicator_id and o.territory_id = d.territory_id and o.period = d.period and o.breakdown = d.breakdown
          and o.superseded_at is null and (o.workflow = 'published' or o.revision = d.revision);

        insert into observation_revision (
            indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, missing_reason, workflow, quality,
            flags, flag_reason_lv, flag_reason_en, visibility, network_id, source_id, import_id, release_id, original_revision, recorded_at,
            recorded_by, reason)
        select d.indicator_id, d.territory_id, d.period, d.breakdown,
               (select max(o.revision) + 1 from observation_revision o
                where o.indicator_id = d.indicator_id and o.territory_id = d.territory_id and o.period = d.period and o.breakdown = d.breakdown),
               d.indicator_version_id, d.territory_version_id, d.value,
               d.missing_reason, 'published', due.quality, d.flags, d.flag_reason_lv, d.flag_reason_en, d.visibility, d.network_id, d.source_id, d.import_id,
               due.release_id, d.original_revision, at, d.recorded_by, d.reason
        from due_observation d
        order by d.indicator_id, d.territory_id, d.period, d.breakdown;

        select array_agg(distinct d.indicator_id) into changed from due_observation d;
        drop table due_observation;
        if changed is not null then
            perform publish_observation_cubes(changed);
        end if;
        update release set released_at = at where release_id = due.release_id;
        insert into change (kind, subject, action, recorded_at) values ('release', due.code, 'released', at);
        carried_out := carried_out + 1;
    end loop;
    return carried_out;
end
$$;
