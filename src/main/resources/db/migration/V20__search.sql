-- The list of assets is read in the order of names, and searched among those that aren't archived.
create index asset_by_name on asset (lower(coalesce(nullif(name, ''), asset_id)), id);
drop index asset_words;
create index asset_words on asset (words, id) where archived_at is null;
