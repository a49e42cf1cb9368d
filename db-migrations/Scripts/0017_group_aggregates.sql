-- Figures of declared groups over figures that are not public, each checked before it is told (docs/access.md).

create table group_aggregate (
    group_aggregate_id integer generated always as identity primary key,
    indicator_id integer not null references indicator,
    indicator_version_id integer not null references indicator_version,
    period       period_code not null,
    territory_group_id integer not null references territory_group,
    territory_group_version_id integer not null references territory_group_version,
    statistic    text not null check (statistic in ('sum', 'weightedMean', 'mean')),
    weight_indicator_id integer references indicator check ((weight_indicator_id is not null) = (statistic = 'weightedMean')),
    weight_periods text check ((weight_periods is not null) = (statistic = 'weightedMean')),
    members      integer not null check (members > 0),                  -- of the group in the period
    n            integer not null check (n between 0 and members),      -- with a value; told only of what is published
    value        numeric,                                               -- as published, rounded
    suppressed_by text check (suppressed_by in ('frequency', 'dominance', 'differencing', 'complementary')),    -- never told to the public: it says how few there are
    basis        text not null,                                         -- group_aggregate_basis of that moment
    reason       text not null,
    computed_at  timestamptz not null,
    computed_by  text not null,
    withdrawn_at timestamptz,                                           -- null: in force
    withdrawn_because text check (withdrawn_because in ('replaced', 'changed')),
    check ((value is null) = (suppressed_by is not null)),
    check ((withdrawn_at is null) = (withdrawn_because is null))
);
create unique index group_aggregate_in_force on group_aggregate (indicator_id, period, territory_group_id) where withdrawn_at is null;
create index group_aggregate_history on group_aggregate (indicator_id, period);

-- What a published one was made of: whoever kept it knows this sum for ever, and later ones are checked against it.
create table group_aggregate_part (
    group_aggregate_id integer not null references group_aggregate,
    territory_id integer not null references territory,
    value        numeric not null,
    coefficient  double precision not null,     -- the sum of coefficient times value is the figure
    primary key (group_aggregate_id, territory_id)
);

-- Parts are hidden figures; the policy is in Programmable/group_aggregates.sql.
alter table group_aggregate_part enable row level security;
