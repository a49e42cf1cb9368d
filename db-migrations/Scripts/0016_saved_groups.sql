-- A group that was saved says where its members come from: the method and the request of an analysis. Groups that are rules have no origin.
alter table territory_group_version
    add column origin_method text,
    add column origin_request jsonb,
    add column origin_as_of timestamptz,
    add constraint territory_group_version_origin_check check (origin_method is not null or (origin_request is null and origin_as_of is null));
