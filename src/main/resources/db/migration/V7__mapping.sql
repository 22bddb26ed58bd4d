-- Custom fields with their values, and what a connection maps in another way than its source's mapping file.

create table custom_field (
    key         text        primary key,
    name        text        not null,
    type        text        not null check (type in ('text', 'number', 'date', 'yes-no', 'choice')),
    choices     text[]      not null default '{}',
    deleted_at  timestamptz,
    version     bigint      not null default 0,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);
comment on column custom_field.key is 'made from the first name and never changed: values, claims, history and mappings go by it';
comment on column custom_field.deleted_at is 'since when it is out of sight; its values are kept, so that it can be restored';
create unique index custom_field_name on custom_field (lower(name)) where deleted_at is null;

alter table asset add column custom jsonb not null default '{}';
comment on column asset.custom is 'key of a custom field → value as text';
create index asset_custom on asset using gin (custom jsonb_path_ops);

create view field_value as
    select a.id as asset_id, f.key as field, f.name, f.type, a.custom ->> f.key as value
    from asset a join custom_field f on jsonb_exists(a.custom, f.key)
    where f.deleted_at is null;
comment on view field_value is 'the values of custom fields, one a row, for reports';

alter table connection
    add column mapping            jsonb       not null default '[]',
    add column mapping_version    bigint      not null default 0,
    add column mapping_changed_at timestamptz;
comment on column connection.mapping is '[{"property", "target", "convert"}]: rows in the place of the mapping file''s';
comment on column connection.mapping_version is 'raised by every change of the mapping';

alter table device
    add column mapping    text        not null default '',
    add column touched_at timestamptz;
comment on column device.mapping is 'which version of the mapping its attributes were made by: of another, the next sync makes them anew';
comment on column device.touched_at is 'when last check-in and address were last found to be others, the record being the same';
