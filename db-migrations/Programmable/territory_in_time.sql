-- A territory version with the code of its region and its number within the identity.
create or replace view territory_in_time as
select v.territory_version_id, v.territory_id, t.identity, v.code, v.name_lv, v.name_en, v.former_names, v.type, v.region_id,
       (select r.code from territory_version r where r.territory_id = v.region_id order by r.valid_from desc limit 1) as region,
       v.nuts3, v.iso_3166_2, v.valid_from, v.valid_to, v.confidence, v.note,
       row_number() over (partition by v.territory_id order by v.valid_from)::integer as version
from territory_version v
join territory t on t.territory_id = v.territory_id;
