-- What municipalities do well, so that others can find it, ask about it and take it over, and what came of it there.

create table practice (
    practice_id  bigint generated always as identity primary key,
    state        text not null default 'draft' check (state in ('draft', 'submitted', 'underReview', 'published', 'needsUpdate', 'retired')),
    origin       text not null check (origin in ('municipal', 'state', 'foreign')),
    organisation_id integer not null references organisation,      -- who keeps it
    territory_id integer references territory check ((territory_id is not null) = (origin = 'municipal')),   -- that of the organisation
    country      text check (country ~ '^[A-Z]{2}$' and (country is null or origin = 'foreign')),
    topic_id     integer not null references topic,                -- its theme
    title_lv     text,
    title_en     text,
    problem_lv   text,
    problem_en   text,
    solution_lv  text,
    solution_en  text,
    steps_lv     text,
    steps_en     text,
    legal_basis_lv text,
    legal_basis_en text,
    cost_euro    numeric check (cost_euro >= 0),                   -- to begin with; null: not known
    duration_months integer check (duration_months > 0),
    staff        numeric check (staff >= 0),                       -- full-time posts
    document_titles text[] not null default '{}',
    document_urls text[] not null default '{}',
    contact_name text,
    contact_email text,
    contact_phone text,
    evidence     text not null check (evidence in ('described', 'observed', 'measured', 'evaluated')),
    version      integer not null default 1,
    created_at   timestamptz not null default clock_timestamp(),
    created_by   text not null,
    changed_at   timestamptz not null default clock_timestamp(),
    published_at timestamptz,                                      -- for the first time
    confirmed_on date,                                             -- when its keeper last said that it holds; in Riga
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (created_by, idempotency_key),
    check (num_nonnulls(title_lv, title_en) > 0),
    check (cardinality(document_titles) = cardinality(document_urls)),
    check (state not in ('published', 'needsUpdate') or (published_at is not null and confirmed_on is not null))
);
create index practice_of_organisation on practice (organisation_id, practice_id);
create index practice_of_territory on practice (territory_id) where territory_id is not null;

-- Where the effect shows: an indicator, with a period before and one after.
create table practice_evidence (
    practice_id  bigint not null references practice,
    position     integer not null,
    indicator_id integer not null references indicator,
    period_before period_code,
    period_after period_code,
    primary key (practice_id, position),
    unique (practice_id, indicator_id),
    check ((period_before is null) = (period_after is null))
);
create index practice_evidence_of_indicator on practice_evidence (indicator_id);

create table practice_move (
    practice_id  bigint not null references practice,
    number       integer not null,
    move         text not null,
    from_state   text not null,
    to_state     text not null,
    reason       text,
    moved_at     timestamptz not null default clock_timestamp(),
    moved_by     text not null,
    primary key (practice_id, number)
);

create table practice_comment (
    practice_comment_id bigint generated always as identity primary key,
    practice_id  bigint not null references practice,
    words        text,                                             -- null: removed
    written_at   timestamptz not null default clock_timestamp(),
    written_by   text not null,
    removed_at   timestamptz check ((removed_at is null) = (words is not null)),
    removed_by   text check ((removed_by is null) = (removed_at is null)),
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (written_by, idempotency_key)
);
create index practice_comment_of_practice on practice_comment (practice_id, practice_comment_id);

create table practice_useful (
    practice_id  bigint not null references practice,
    marked_by    text not null,
    marked_at    timestamptz not null default clock_timestamp(),
    primary key (practice_id, marked_by)
);

-- What everybody finds, and nothing else: kept beside the practices, because a wall would keep the index from being used.
create table practice_search (
    practice_id  bigint primary key references practice,
    topic_id     integer not null references topic,
    origin       text not null,
    evidence     text not null,
    cost_euro    numeric,
    population   integer,                                          -- of the municipality that keeps it, as last known; null: none
    confirmed_on date not null,
    is_confirmed boolean not null,
    title        tsvector not null,
    words        tsvector not null
);
create index practice_search_title on practice_search using gin (title) with (fastupdate = off);
create index practice_search_words on practice_search using gin (words) with (fastupdate = off);
create index practice_search_topic on practice_search (topic_id, practice_id);
create index practice_search_population on practice_search (population, practice_id);

-- A practice that another municipality takes over.
create table practice_adoption (
    practice_adoption_id bigint generated always as identity primary key,
    practice_id  bigint not null references practice,
    organisation_id integer not null references organisation,
    territory_id integer not null references territory,
    state        text not null default 'interested' check (state in ('interested', 'contactMade', 'visited', 'adapting', 'inUse', 'effectReported', 'abandoned')),
    note         text,
    indicator_id integer references indicator,                     -- of the reported effect
    period_before period_code,
    period_after period_code,
    value_before numeric,                                          -- as published when it was reported
    value_after  numeric,
    version      integer not null default 1,
    begun_at     timestamptz not null default clock_timestamp(),
    begun_by     text not null,
    changed_at   timestamptz not null default clock_timestamp(),
    idempotency_key text not null check (length(idempotency_key) <= 200),
    request_hash text not null,
    unique (begun_by, idempotency_key),
    check (num_nulls(indicator_id, period_before, period_after, value_before, value_after) in (0, 5)),
    check (state <> 'effectReported' or indicator_id is not null)
);
create unique index practice_adoption_open on practice_adoption (practice_id, organisation_id) where state <> 'abandoned';

create table practice_adoption_move (
    practice_adoption_id bigint not null references practice_adoption,
    number       integer not null,
    move         text not null,
    from_state   text not null,
    to_state     text not null,
    reason       text,
    moved_at     timestamptz not null default clock_timestamp(),
    moved_by     text not null,
    primary key (practice_adoption_id, number)
);

-- What is not published is seen by its keeper and by those who review; the policies are in Programmable/practices.sql.
alter table practice enable row level security;
alter table practice_evidence enable row level security;
alter table practice_move enable row level security;
alter table practice_comment enable row level security;
alter table practice_useful enable row level security;
alter table practice_adoption enable row level security;
alter table practice_adoption_move enable row level security;
