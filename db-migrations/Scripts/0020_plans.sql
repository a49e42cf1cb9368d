-- Improvement plans: what a municipality means to reach, who decided it, what is done, and what came of it.

create table improvement_plan (
    plan_id      bigint generated always as identity primary key,
    state        text not null default 'draft' check (state in ('draft', 'peerReviewed', 'submitted', 'approved', 'rejected', 'running', 'evaluated', 'finished', 'abandoned', 'transferred')),
    kind         text not null check (kind in ('council', 'management')),
    organisation_id integer not null references organisation,
    territory_id integer not null references territory,            -- that of the organisation
    network_id   integer references network,                       -- null: a plan of its own
    cycle_id     bigint references network_cycle,                  -- null: of none
    practice_id  bigint references practice,                       -- that it follows; null: an idea of its own
    title_lv     text,
    title_en     text,
    aim_lv       text,
    aim_en       text,
    owner        text,                                             -- post or name; null: not settled yet
    due_on       date,
    needs_decision boolean not null,
    decision_on  date,
    decision_number text,
    protocol_item text,
    group_code   text not null,                                    -- what its effect is judged against
    follow_up_months integer[] not null,
    started_on   date,
    published_at timestamptz,                                      -- from its decision or start on; null: not public
    predecessor_id bigint references improvement_plan,             -- that was transferred here
    version      integer not null default 1,
    created_at   timestamptz not null default clock_timestamp(),
    created_by   text not null,
    changed_at   timestamptz not null default clock_timestamp(),
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (created_by, idempotency_key),
    check (num_nonnulls(title_lv, title_en) > 0),
    check (needs_decision = (kind = 'council')),
    check (num_nulls(decision_on, decision_number, protocol_item) in (0, 3))
);
create index improvement_plan_of_organisation on improvement_plan (organisation_id, plan_id);
create index improvement_plan_of_practice on improvement_plan (practice_id) where practice_id is not null;
create index improvement_plan_of_network on improvement_plan (network_id) where network_id is not null;

-- From where to where, by the definition of the indicator at the time.
create table plan_target (
    plan_id      bigint not null references improvement_plan,
    position     integer not null,
    indicator_id integer not null references indicator,
    indicator_version_id integer not null references indicator_version,
    baseline_period period_code,
    baseline_value numeric,                                        -- as published when the plan was written; null: there was none
    target_period period_code,
    target_value numeric,
    primary key (plan_id, position),
    unique (plan_id, indicator_id)
);

create table plan_action (
    plan_id      bigint not null references improvement_plan,
    position     integer not null,
    title_lv     text,
    title_en     text,
    owner        text not null,
    due_on       date not null,
    done_on      date,
    primary key (plan_id, position),
    check (num_nonnulls(title_lv, title_en) > 0)
);

create table plan_follow_up (
    plan_id      bigint not null references improvement_plan,
    due_on       date not null,
    done_at      timestamptz,
    done_by      text,
    words        text,
    primary key (plan_id, due_on),
    check (num_nulls(done_at, done_by, words) in (0, 3))
);

create table plan_move (
    plan_id      bigint not null references improvement_plan,
    number       integer not null,
    move         text not null,
    from_state   text not null,
    to_state     text not null,
    reason       text,
    moved_at     timestamptz not null default clock_timestamp(),
    moved_by     text not null,
    primary key (plan_id, number)
);

create table plan_advice (
    plan_advice_id bigint generated always as identity primary key,
    plan_id      bigint not null references improvement_plan,
    organisation_id integer references organisation,               -- whose people gave it; null: an expert's or the association's
    words        text not null,
    given_at     timestamptz not null default clock_timestamp(),
    given_by     text not null,
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (given_by, idempotency_key)
);
create index plan_advice_of_plan on plan_advice (plan_id, plan_advice_id);

-- What was found, of the figures of an instant: never changed, so that it can be said later whether these were revised.
create table plan_evaluation (
    plan_evaluation_id bigint generated always as identity primary key,
    plan_id      bigint not null references improvement_plan,
    as_of        timestamptz not null,
    result       jsonb not null,                                   -- one entry for each target
    made_at      timestamptz not null default clock_timestamp(),
    made_by      text not null,
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (made_by, idempotency_key)
);
create index plan_evaluation_of_plan on plan_evaluation (plan_id, plan_evaluation_id);

-- The cells that an evaluation rests on.
create table plan_evaluation_cell (
    plan_evaluation_id bigint not null references plan_evaluation,
    indicator_id integer not null references indicator,
    territory_id integer not null references territory,
    period       period_code not null,
    value        numeric,                                          -- null: there was none
    primary key (plan_evaluation_id, indicator_id, territory_id, period)
);

-- Before it is decided, a plan is seen by its municipality and its network; the policies are in Programmable/plans.sql.
alter table improvement_plan enable row level security;
alter table plan_target enable row level security;
alter table plan_action enable row level security;
alter table plan_follow_up enable row level security;
alter table plan_move enable row level security;
alter table plan_advice enable row level security;
alter table plan_evaluation enable row level security;
alter table plan_evaluation_cell enable row level security;
