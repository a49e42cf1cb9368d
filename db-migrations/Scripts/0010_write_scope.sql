-- An import writes for its sender's own territories only, whoever answers its rows and whenever; and the key that makes a request repeatable is its
-- sender's own, so that nobody can take, or learn of, the request of another.

alter table import_batch
    add territories integer[],                  -- null: every one
    drop constraint import_batch_idempotency_key_key,
    add constraint import_batch_idempotency_key_key unique (actor, idempotency_key);
