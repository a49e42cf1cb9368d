-- Surveys. Of an answer nothing is kept but that one more person gave it: counts grow, and no row tells who gave which answers together, or when.

-- A set of questions in one version; never changed.
create table question_set (
    code         text collate "C" not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 80),
    version      integer not null check (version > 0),
    title_lv     text not null check (length(title_lv) <= 200),
    title_en     text not null check (length(title_en) <= 200),
    audience     text not null check (audience in ('users', 'residents', 'councillors')),
    questions    jsonb not null,
    groups       jsonb not null,
    frozen_at    timestamptz not null default clock_timestamp(),
    frozen_by    text not null,                 -- person:17, client:4, operator
    primary key (code, version)
);

create table survey (
    survey_id    bigint generated always as identity primary key,
    territory_id integer not null references territory,
    territory_code text not null,               -- as it was asked for
    question_set text collate "C" not null,
    question_set_version integer not null,
    title_lv     text not null check (length(title_lv) <= 200),
    title_en     text not null check (length(title_en) <= 200),
    period       text not null,
    mode         text not null check (mode in ('tokens', 'aggregates')),
    opens_on     date not null,
    closes_on    date not null check (closes_on >= opens_on),
    population   integer check (population > 0),
    minimum_answers integer not null check (minimum_answers between 3 and 100),
    source_id    integer references source,
    invited      integer not null default 0 check (invited >= 0),
    answered     integer not null default 0 check (answered >= 0),
    import_id    bigint references import_batch,
    published_at timestamptz,
    published_by text check ((published_by is null) = (published_at is null)),
    version      integer not null default 1,
    created_at   timestamptz not null default clock_timestamp(),
    created_by   text not null,
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (created_by, idempotency_key),
    foreign key (question_set, question_set_version) references question_set (code, version)
);
create index survey_of_territory on survey (territory_id, survey_id);

-- A token says that it was used, and not when.
create table survey_token (
    survey_id    bigint not null references survey,
    token_hash   bytea not null check (length(token_hash) = 32),   -- sha-256 of 128 random bits
    is_used      boolean not null default false,
    primary key (survey_id, token_hash)
);

-- Orders of tokens, so that a repeated one makes no second lot.
create table survey_token_order (
    survey_id    bigint not null references survey,
    idempotency_key text not null check (length(idempotency_key) <= 200),
    primary key (survey_id, idempotency_key)
);

-- How often each answer was given: by all, and by those of each category, which is empty for those who said nothing.
create table survey_count (
    survey_id    bigint not null references survey,
    question     text not null,
    group_code   text not null,                 -- empty: all who answered
    category     text not null,
    answer       integer not null check (answer between 0 and 6),   -- 0: don't know
    answers      integer not null check (answers >= 0),
    primary key (survey_id, question, group_code, category, answer),
    check (group_code <> '' or category = '')
);

-- Counts are hidden until they are published, but from those who ask; the policy is in Programmable/surveys.sql.
alter table survey_count enable row level security;
