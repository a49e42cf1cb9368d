-- When figures become public: the release calendar, and values that wait for their instant. And the changes of the catalogue, in the one
-- order of all changes.

create table release (
    release_id  integer generated always as identity primary key,
    code        text collate "C" not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 80),
    title_lv    text not null,
    title_en    text not null,
    releases_at timestamptz not null,           -- the announced instant
    released_at timestamptz check (released_at >= releases_at),   -- when it was carried out; null: not yet
    quality     text not null check (quality in ('provisional', 'final')),
    periods     text[] not null check (cardinality(periods) > 0),
    announced_at timestamptz not null default clock_timestamp(),
    announced_by text not null
);
create index release_due on release (releases_at) where released_at is null;

create table release_indicator (
    release_id   integer not null references release,
    indicator_id integer not null references indicator,
    primary key (release_id, indicator_id)
);

-- A value that waits for a release is a revision of workflow verified; the release writes the published one after it.
alter table observation_revision add column release_id integer references release;
create index observation_waiting on observation_revision (release_id) where workflow = 'verified' and superseded_at is null;
alter table import_batch add column release_id integer references release;

create trigger catalogue_changed after insert or update or delete on release for each statement execute function catalogue_changed();

------------------------------------------------------------------------------------------------------------------------
-- Changes of the catalogue become entries of the change feed by themselves, whoever makes them.

create function record_indicator_change() returns trigger
    language plpgsql as
$$
begin
    insert into change (kind, subject, action)
    select 'indicator', i.code, case when new.version = 1 and tg_op = 'INSERT' then 'created' else 'changed' end
    from indicator i
    where i.indicator_id = new.indicator_id;
    return null;
end
$$;
create trigger record_change after insert or update on indicator_version for each row execute function record_indicator_change();

create function record_territory_change() returns trigger
    language plpgsql as
$$
begin
    insert into change (kind, subject, action)
    select 'territory', t.identity,
           case when tg_op = 'INSERT' and not exists (select from territory_version v where v.territory_id = new.territory_id and v.territory_version_id <> new.territory_version_id)
                then 'created' else 'changed' end
    from territory t
    where t.territory_id = new.territory_id;
    return null;
end
$$;
create trigger record_change after insert or update on territory_version for each row execute function record_territory_change();

create function record_group_change() returns trigger
    language plpgsql as
$$
begin
    insert into change (kind, subject, action)
    select 'group', g.code, case when new.version = 1 and tg_op = 'INSERT' then 'created' else 'changed' end
    from territory_group g
    where g.territory_group_id = new.territory_group_id;
    return null;
end
$$;
create trigger record_change after insert or update on territory_group_version for each row execute function record_group_change();

-- What was there before the feed began.
insert into change (kind, subject, action) select 'territory', identity, 'created' from territory order by territory_id;
insert into change (kind, subject, action) select 'group', code, 'created' from territory_group order by territory_group_id;
insert into change (kind, subject, action) select 'indicator', code, 'created' from indicator order by indicator_id;
