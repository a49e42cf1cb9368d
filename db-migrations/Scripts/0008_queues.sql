-- What waits for a person: rows whose names nobody has mapped, values in quarantine, and corrections of ours. And the rules that were missing.

------------------------------------------------------------------------------------------------------------------------
-- Findings name the cell that they are about, where it is known.

alter table import_finding
    add column indicator_id integer references indicator,
    add column territory_id integer references territory,
    add column period       period_code,
    add column breakdown    text collate "C";
create index import_finding_cell on import_finding (indicator_id, territory_id, period, breakdown) where severity = 'quarantined';

-- Rows that wait for a mapping, as their source stated them. A row goes from here when it is answered; its finding tells how.
create table waiting_row (
    import_id   bigint not null,
    finding_id  integer not null,
    kind        text not null check (kind in ('indicator', 'territory', 'breakdown')),   -- what is not understood
    source_name text not null,                  -- what the source calls it, verbatim
    row_number  integer not null,
    territory   text not null,
    indicator   text not null,
    period      text not null,
    breakdown   text not null,
    value       text not null,
    missing_reason text not null,
    flags       text,                           -- null: the file does not speak of flags
    reason_lv   text not null,
    reason_en   text not null,
    primary key (import_id, finding_id),
    foreign key (import_id, finding_id) references import_finding
);
create index waiting_row_name on waiting_row (kind, source_name);

------------------------------------------------------------------------------------------------------------------------
-- Mapping rules: each has a target or is ignored for ever, and keeps its history.

alter table mapping_rule
    drop constraint mapping_rule_check,
    drop constraint mapping_rule_check1,
    drop constraint mapping_rule_check2,
    add column is_ignored boolean not null default false,       -- rows with this name are left out for ever
    add column version    integer not null default 1 check (version >= 1),
    add column reason     text not null default 'Set up',
    add check ((indicator_id is not null) = (kind = 'indicator' and not is_ignored)),
    add check ((territory_id is not null) = (kind = 'territory' and not is_ignored)),
    add check ((breakdown is not null) = (kind = 'breakdown' and not is_ignored)),
    add check (factor = 1 or kind = 'indicator');

create table mapping_rule_version (
    mapping_rule_id integer not null references mapping_rule,
    version      integer not null,
    indicator_id integer references indicator,
    territory_id integer references territory,
    breakdown    text,
    factor       numeric not null,
    unit_note    text,
    is_ignored   boolean not null,
    recorded_at  timestamptz not null,
    recorded_by  text not null,
    reason       text not null,
    primary key (mapping_rule_id, version)
);

create function keep_mapping_rule_version() returns trigger
    language plpgsql as
$$
begin
    insert into mapping_rule_version (
        mapping_rule_id, version, indicator_id, territory_id, breakdown, factor, unit_note, is_ignored, recorded_at, recorded_by, reason)
    values (
        new.mapping_rule_id, new.version, new.indicator_id, new.territory_id, new.breakdown, new.factor, new.unit_note, new.is_ignored, new.recorded_at,
        new.recorded_by, new.reason);
    return null;
end
$$;
create trigger keep_version after insert or update on mapping_rule for each row execute function keep_mapping_rule_version();

insert into mapping_rule_version (
    mapping_rule_id, version, indicator_id, territory_id, breakdown, factor, unit_note, is_ignored, recorded_at, recorded_by, reason)
select mapping_rule_id, version, indicator_id, territory_id, breakdown, factor, unit_note, is_ignored, recorded_at, recorded_by, reason
from mapping_rule;

------------------------------------------------------------------------------------------------------------------------
-- Corrections are ours. What the source says stays beside them, and comes back when they are withdrawn.

create table correction (
    correction_id integer generated always as identity primary key,
    indicator_id integer not null references indicator,
    territory_id integer not null references territory,
    period       period_code not null,
    breakdown    text collate "C" not null,
    value        numeric,
    missing_reason text check (missing_reason in ('notAvailable', 'notApplicable', 'notYetPublished', 'suppressed', 'notConvertible')),
    reason       text not null,
    filed_by     text not null,
    filed_at     timestamptz not null,
    decision     text check (decision in ('takeSource', 'withdraw')),      -- how it ended; null: nobody ended it
    decided_by   text check ((decided_by is null) = (decision is null)),
    decided_at   timestamptz check ((decided_at is null) = (decision is null)),
    decision_reason text check ((decision_reason is null) = (decision is null)),
    check ((value is null) = (missing_reason is not null))
);
create index correction_cell on correction (indicator_id, territory_id, period, breakdown);

-- A revision that is not the source's own word says which revision is: the one that was accepted out of quarantine, or the one that is
-- corrected. A source's value that differs from what it said before our correction is a revision of workflow received: nobody reads it
-- until somebody decides.
alter table observation_revision
    add column correction_id integer references correction,
    add column original_revision integer check (original_revision < revision),
    add check (correction_id is null or original_revision is not null);
create index observation_correction on observation_revision (correction_id) where correction_id is not null;
create index observation_open on observation_revision (workflow, change_number) where workflow in ('quarantined', 'received') and superseded_at is null;

------------------------------------------------------------------------------------------------------------------------
-- Rules that values are held to: three more. Parameters by rule:
--   sum           the categories of a dimension add up to expected (null: to the value without the dimension), within maximum
--   completeness  every state city and municipality that was valid has a row, or at least a share of minimum of them
--   disclosure    a count above zero and below minimum is not to be shown
alter table validation_rule
    drop constraint validation_rule_rule_check,
    add constraint validation_rule_rule_check check (rule in ('range', 'jump', 'zero', 'outlier', 'column', 'sum', 'completeness', 'disclosure')),
    add column dimension text references breakdown_dimension,
    add column expected  numeric,
    add check ((rule = 'sum') = (dimension is not null)),
    add check (rule = 'sum' or expected is null),
    add check (rule <> 'disclosure' or minimum > 0),
    add check (rule <> 'completeness' or minimum is null or (minimum > 0 and minimum <= 1));

create trigger catalogue_changed after insert or update or delete on validation_rule for each statement execute function catalogue_changed();
