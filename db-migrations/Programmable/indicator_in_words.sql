-- An indicator version with the codes of all that it points to, and whether it is the version in force.
create or replace view indicator_in_words as
select i.indicator_id, i.code, v.indicator_version_id, v.version,
       v.version = max(v.version) over (partition by v.indicator_id) as is_current,
       v.name_lv, v.name_en, v.definition_lv, v.definition_en, v.formula_lv, v.formula_en,
       t.code as topic, u.code as unit, u.name_lv as unit_name_lv, u.name_en as unit_name_en, u.symbol_lv, u.symbol_en,
       v.direction, v.target_value, v.target_tolerance, v.decimals::integer as decimals, v.measure, v.periodicity, v.stock_day, v.control,
       v.interpretation_lv, v.interpretation_en, v.limits_lv, v.limits_en, v.legal_basis_lv, v.legal_basis_en, v.conversion,
       w.code as weight_indicator, n.code as numerator_indicator, d.code as denominator_indicator, v.recompute_factor,
       v.valid_from::text as valid_from, v.valid_to::text as valid_to, v.break_note_lv, v.break_note_en,
       s.source_id, s.code as source, v.licence, v.contact, v.expected_release, v.recorded_at,
       array(select b.dimension from indicator_breakdown b where b.indicator_id = i.indicator_id order by b.dimension) as breakdowns
from indicator_version v
join indicator i on i.indicator_id = v.indicator_id
join topic t on t.topic_id = i.topic_id
join unit u on u.unit_id = v.unit_id
join source s on s.source_id = v.source_id
left join indicator w on w.indicator_id = v.weight_indicator_id
left join indicator n on n.indicator_id = v.numerator_indicator_id
left join indicator d on d.indicator_id = v.denominator_indicator_id;
