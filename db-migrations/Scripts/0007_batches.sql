-- Batches that a source pushes in parts, until they are sealed: then the raw file of the import has them, and they go from here. A batch that nobody
-- seals goes when its time is over.

create table open_batch (
    open_batch_id bigint generated always as identity primary key,
    source_id    integer not null references source,
    source_batch text collate "C" not null check (source_batch ~ '^[A-Za-z0-9][A-Za-z0-9._-]*$' and length(source_batch) <= 100),   -- the source's own id of it
    media_type   text not null,
    actor        text not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,          -- later with every part
    unique (source_id, source_batch)
);
create index open_batch_expires_at on open_batch (expires_at);

create table open_batch_part (
    open_batch_id bigint not null references open_batch on delete cascade,
    number       integer not null check (number > 0),
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),   -- sha-256, hex
    size         bigint not null check (size > 0),                         -- bytes
    received_at  timestamptz not null,
    primary key (open_batch_id, number)
);

create table open_batch_chunk (
    open_batch_id bigint not null,
    part         integer not null,
    number       integer not null check (number >= 0),
    content      bytea not null,
    primary key (open_batch_id, part, number),
    foreign key (open_batch_id, part) references open_batch_part on delete cascade
);
alter table open_batch_chunk alter column content set storage external;
