-- Cooperation networks: their cycles with members and people, meetings with minutes, what is measured and collected, tasks, analyses and choices. Who sees
-- what of a network is decided by the walls in Programmable/networks.sql.

alter table network
    add column theme text check (length(theme) <= 200),                 -- null: none is named yet
    add column aim_lv text check (length(aim_lv) <= 2000),
    add column aim_en text check (length(aim_en) <= 2000),
    add column committee text check (length(committee) <= 200),         -- of the association; null: none is named yet
    add column funding_programme text check (length(funding_programme) <= 200),
    add column visibility text not null default 'members' check (visibility in ('members', 'public'));

-- The states of a cycle, the moves between them with the guards of each, and the figures that guards go by. A version never changes: what is learned
-- makes a new one, and a cycle keeps the version that it began with.
create table cycle_model (
    version      integer primary key check (version > 0),
    learned_lv   text not null,                 -- what was learned, and why it is as it is
    learned_en   text not null,
    minimum_members integer not null check (minimum_members > 0),
    maximum_members integer not null check (maximum_members >= minimum_members),
    maximum_indicators integer not null check (maximum_indicators > 0),
    meeting_cadence_days integer not null check (meeting_cadence_days > 0),     -- most days between two meetings
    introduced_at timestamptz not null default clock_timestamp(),
    introduced_by text not null
);

create table cycle_state (
    model_version integer not null references cycle_model,
    state        text not null,
    position     integer not null,
    name_lv      text not null,
    name_en      text not null,
    is_active    boolean not null,              -- can be suspended
    is_final     boolean not null,              -- nothing is written any more
    primary key (model_version, state)
);

create table cycle_state_move (
    model_version integer not null,
    from_state   text not null,
    to_state     text not null,
    guards       text[] not null,               -- each is a class of the program that bears this name
    primary key (model_version, from_state, to_state),
    foreign key (model_version, from_state) references cycle_state,
    foreign key (model_version, to_state) references cycle_state
);

insert into cycle_model (version, learned_lv, learned_en, minimum_members, maximum_members, maximum_indicators, meeting_cadence_days, introduced_by) values
    (1, 'Pirmais modelis: Norvēģijas, Polijas un Vācijas tīklu pieredze — 5 līdz 12 pašvaldības, apmēram gads, mājasdarbi starp sanāksmēm.',
        'The first model, after the networks of Norway, Poland and Germany: 5 to 12 municipalities, about a year, homework between meetings.',
     5, 12, 40, 60, 'migration');

insert into cycle_state (model_version, state, position, name_lv, name_en, is_active, is_final) values
    (1, 'proposed', 1, 'Ierosināts', 'Proposed', false, false),
    (1, 'recruiting', 2, 'Dalībnieku piesaiste', 'Recruiting', false, false),
    (1, 'established', 3, 'Izveidots', 'Established', true, false),
    (1, 'scoping', 4, 'Tvēruma izvēle', 'Scoping', true, false),
    (1, 'dataCollection', 5, 'Datu vākšana', 'Data collection', true, false),
    (1, 'analysis', 6, 'Analīze', 'Analysis', true, false),
    (1, 'learning', 7, 'Mācīšanās', 'Learning', true, false),
    (1, 'planning', 8, 'Plānošana', 'Planning', true, false),
    (1, 'implementing', 9, 'Ieviešana', 'Implementing', true, false),
    (1, 'followUp', 10, 'Novērtēšana', 'Follow-up', true, false),
    (1, 'closed', 11, 'Noslēgts', 'Closed', false, false),
    (1, 'renewed', 12, 'Atjaunots', 'Renewed', false, true),
    (1, 'suspended', 13, 'Apturēts', 'Suspended', false, false),
    (1, 'cancelled', 14, 'Atcelts', 'Cancelled', false, true);

insert into cycle_state_move (model_version, from_state, to_state, guards) values
    (1, 'proposed', 'recruiting', '{themeNamed,aimStated,committeeNamed,coordinatorProposed,spanSet}'),
    (1, 'recruiting', 'established', '{membersWithinBounds,agreementsSigned,contactsNamed,coordinatorAccepted}'),
    (1, 'established', 'scoping', '{kickOffHeld,kickOffMinutesApproved}'),
    (1, 'scoping', 'dataCollection', '{indicatorSetFrozen,comparisonGroupFrozen,surveyChoiceMade,collectionOpen}'),
    (1, 'dataCollection', 'analysis', '{cellsAnswered,collectionClosed,valuesVerified}'),
    (1, 'analysis', 'learning', '{analysisPublished,analysisDiscussed}'),
    (1, 'learning', 'planning', '{practicesChosen}'),
    (1, 'planning', 'implementing', '{plansReady}'),
    (1, 'implementing', 'followUp', '{followUpReached}'),
    (1, 'followUp', 'closed', '{plansEnded,finalReportAccepted}'),
    (1, 'closed', 'renewed', '{nextCycleProposed}'),
    (1, 'established', 'suspended', '{reasonGiven}'),
    (1, 'scoping', 'suspended', '{reasonGiven}'),
    (1, 'dataCollection', 'suspended', '{reasonGiven}'),
    (1, 'analysis', 'suspended', '{reasonGiven}'),
    (1, 'learning', 'suspended', '{reasonGiven}'),
    (1, 'planning', 'suspended', '{reasonGiven}'),
    (1, 'implementing', 'suspended', '{reasonGiven}'),
    (1, 'followUp', 'suspended', '{reasonGiven}'),
    (1, 'suspended', 'established', '{suspendedFromThere,reasonGiven}'),
    (1, 'suspended', 'scoping', '{suspendedFromThere,reasonGiven}'),
    (1, 'suspended', 'dataCollection', '{suspendedFromThere,reasonGiven}'),
    (1, 'suspended', 'analysis', '{suspendedFromThere,reasonGiven}'),
    (1, 'suspended', 'learning', '{suspendedFromThere,reasonGiven}'),
    (1, 'suspended', 'planning', '{suspendedFromThere,reasonGiven}'),
    (1, 'suspended', 'implementing', '{suspendedFromThere,reasonGiven}'),
    (1, 'suspended', 'followUp', '{suspendedFromThere,reasonGiven}'),
    (1, 'proposed', 'cancelled', '{reasonGiven}'),
    (1, 'recruiting', 'cancelled', '{reasonGiven}');

create table network_cycle (
    cycle_id     bigint generated always as identity primary key,
    network_id   integer not null references network,
    number       integer not null check (number > 0),
    model_version integer not null,
    state        text not null,
    suspended_from text,                        -- where a suspended one goes back to
    name_lv      text not null,
    name_en      text not null,
    starts_on    date,
    ends_on      date check (ends_on > starts_on),
    coordinators jsonb not null,                -- assignments, with training and handover
    participants jsonb not null,
    final_report text,                          -- https address
    final_report_accepted_on date,
    version      integer not null default 1,
    created_at   timestamptz not null default clock_timestamp(),
    created_by   text not null,
    changed_at   timestamptz not null default clock_timestamp(),
    unique (network_id, number),
    foreign key (model_version, state) references cycle_state,
    foreign key (model_version, suspended_from) references cycle_state,
    check ((state = 'suspended') = (suspended_from is not null))
);

create table cycle_move (
    cycle_move_id bigint generated always as identity primary key,
    cycle_id     bigint not null references network_cycle,
    from_state   text not null,
    to_state     text not null,
    reason       text,
    moved_at     timestamptz not null default clock_timestamp(),
    moved_by     text not null
);
create index cycle_move_of_cycle on cycle_move (cycle_id, cycle_move_id);

create table cycle_member (
    cycle_id     bigint not null references network_cycle,
    organisation_id integer not null references organisation,
    role         text not null check (role in ('pilot', 'member', 'observer', 'host')),
    agreement    text,                          -- reference of the signed one; null: none yet
    contact_name text,
    contact_address text check ((contact_address is null) = (contact_name is null)),
    joined_on    date not null,
    left_on      date check (left_on >= joined_on),     -- the first day without; null: member still
    leave_reason text check ((leave_reason is null) = (left_on is null)),
    successor_id integer references organisation check (successor_id is null or left_on is not null),   -- who goes on in its place after a merger
    choice       text check (choice in ('practice', 'ownIdea', 'noneFits')),
    choice_practice text check (choice_practice is null or choice = 'practice'),
    choice_text  text,
    chosen_at    timestamptz check ((chosen_at is null) = (choice is null)),
    chosen_by    text check ((chosen_by is null) = (choice is null)),
    version      integer not null default 1,
    primary key (cycle_id, organisation_id)
);

create table cycle_meeting (
    meeting_id   bigint generated always as identity primary key,
    cycle_id     bigint not null references network_cycle,
    code         text collate "C" not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 80),
    kind         text not null check (kind in ('kickOff', 'diagnosis', 'results', 'closing', 'digital', 'studyVisit')),
    name_lv      text not null,
    name_en      text not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null check (ends_at > starts_at),
    place        text,
    link         text,
    host_id      integer references organisation,
    agenda       jsonb not null,                -- items, each of the open or of the closed part
    attendance   jsonb not null,                -- who is invited, and who came
    is_held      boolean not null default false,
    is_cancelled boolean not null default false check (not (is_cancelled and is_held)),
    version      integer not null default 1,
    changed_at   timestamptz not null default clock_timestamp(),
    unique (cycle_id, code)
);

-- Minutes are drafted, circulated with comments, and approved; then they never change: an amendment is another number.
create table meeting_minutes (
    minutes_id   bigint generated always as identity primary key,
    meeting_id   bigint not null references cycle_meeting,
    number       integer not null check (number > 0),
    state        text not null default 'draft' check (state in ('draft', 'circulated', 'approved')),
    text_lv      text check (length(text_lv) <= 100000),
    text_en      text check (length(text_en) <= 100000),
    amendment_reason text check ((amendment_reason is null) = (number = 1)),
    written_at   timestamptz not null default clock_timestamp(),
    written_by   text not null,
    circulated_at timestamptz check ((circulated_at is null) = (state = 'draft')),
    approved_at  timestamptz check ((approved_at is null) = (state <> 'approved')),
    approved_by  text check ((approved_by is null) = (approved_at is null)),
    version      integer not null default 1,
    unique (meeting_id, number),
    check (text_lv is not null or text_en is not null)
);
create unique index meeting_minutes_open on meeting_minutes (meeting_id) where state <> 'approved';

create table minutes_comment (
    minutes_comment_id bigint generated always as identity primary key,
    minutes_id   bigint not null references meeting_minutes,
    text         text not null check (length(text) <= 4000),
    commented_at timestamptz not null default clock_timestamp(),
    commented_by text not null,
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (commented_by, idempotency_key)
);
create index minutes_comment_of_minutes on minutes_comment (minutes_id, minutes_comment_id);

create function approved_minutes_stay() returns trigger
    language plpgsql as
$$
begin
    raise exception 'minutes % are approved, and never change', old.minutes_id;
end
$$;
create trigger approved_minutes_stay before update or delete on meeting_minutes for each row when (old.state = 'approved') execute function approved_minutes_stay();

-- What is compared: proposed, voted on, and frozen; then it never changes.
create table indicator_set (
    indicator_set_id bigint generated always as identity primary key,
    cycle_id     bigint not null references network_cycle,
    number       integer not null check (number > 0),
    territory_group_id integer references territory_group,              -- to compare within; null: not chosen yet
    territory_group_version_id integer references territory_group_version,      -- as it was when the set was frozen
    survey_choice text check (survey_choice in ('none', 'users', 'residents', 'councillors')),   -- null: not made yet
    frozen_at    timestamptz,
    frozen_by    text check ((frozen_by is null) = (frozen_at is null)),
    version      integer not null default 1,
    unique (cycle_id, number),
    check (frozen_at is null or (territory_group_version_id is not null and survey_choice is not null))
);
create unique index indicator_set_open on indicator_set (cycle_id) where frozen_at is null;

create table indicator_set_item (
    indicator_set_id bigint not null references indicator_set,
    indicator_id integer not null references indicator,
    indicator_version_id integer references indicator_version,          -- the definition that holds, from the freezing on
    is_mandatory boolean not null,
    reason       text,
    primary key (indicator_set_id, indicator_id)
);

create table indicator_set_vote (
    indicator_set_id bigint not null references indicator_set,
    organisation_id integer not null references organisation,
    accepts      boolean not null,
    remark       text check (length(remark) <= 2000),
    voted_at     timestamptz not null default clock_timestamp(),
    voted_by     text not null,
    primary key (indicator_set_id, organisation_id)
);

create function frozen_sets_stay() returns trigger
    language plpgsql as
$$
begin
    raise exception 'the indicator set % is frozen, and never changes', old.indicator_set_id;
end
$$;
create trigger frozen_sets_stay before update or delete on indicator_set for each row when (old.frozen_at is not null) execute function frozen_sets_stay();

create table collection_window (
    window_id    bigint generated always as identity primary key,
    cycle_id     bigint not null references network_cycle,
    code         text collate "C" not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 80),
    periods      text[] not null check (cardinality(periods) between 1 and 20),
    opens_on     date not null,
    due_on       date not null check (due_on > opens_on),
    closed_on    date check (closed_on >= opens_on),        -- null: not closed
    version      integer not null default 1,
    unique (cycle_id, code)
);

-- A member's word that there is no value, and why.
create table collection_answer (
    window_id    bigint not null references collection_window,
    organisation_id integer not null references organisation,
    indicator_id integer not null references indicator,
    period       period_code not null,
    reason       text not null check (length(reason) <= 500),
    answered_at  timestamptz not null default clock_timestamp(),
    answered_by  text not null,
    primary key (window_id, organisation_id, indicator_id, period)
);

create table cycle_task (
    task_id      bigint generated always as identity primary key,
    cycle_id     bigint not null references network_cycle,
    code         text collate "C" not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 80),
    organisation_id integer references organisation,        -- whose task it is; null: the coordinator's
    name_lv      text not null,
    name_en      text not null,
    due_on       date not null,
    state        text not null default 'open' check (state in ('open', 'submitted', 'accepted', 'returned')),
    note         text check (length(note) <= 4000),         -- of the last move
    link         text,                                      -- what was submitted
    moved_at     timestamptz,
    moved_by     text,
    version      integer not null default 1,
    unique (cycle_id, code)
);

create table cycle_analysis (
    cycle_id     bigint not null references network_cycle,
    stored_analysis_id uuid not null references stored_analysis,
    published_to text not null check (published_to in ('members', 'all')),
    meeting_id   bigint references cycle_meeting,           -- where it was discussed; null: nowhere yet
    text_lv      text check (length(text_lv) <= 4000),
    text_en      text check (length(text_en) <= 4000),
    published_at timestamptz not null default clock_timestamp(),
    published_by text not null,
    version      integer not null default 1,
    primary key (cycle_id, stored_analysis_id)
);

-- Walls; the policies themselves are in Programmable/networks.sql.
alter table network_cycle enable row level security;
alter table cycle_move enable row level security;
alter table cycle_member enable row level security;
alter table cycle_meeting enable row level security;
alter table meeting_minutes enable row level security;
alter table minutes_comment enable row level security;
alter table indicator_set enable row level security;
alter table indicator_set_item enable row level security;
alter table indicator_set_vote enable row level security;
alter table collection_window enable row level security;
alter table collection_answer enable row level security;
alter table cycle_task enable row level security;
alter table cycle_analysis enable row level security;
