-- What the API may do, and nothing more: it owns nothing, deletes only what is meant to go, and cannot change what is only ever added to. Said
-- whole each time, so that what is not said here is not allowed.
revoke all on all tables in schema public from benchlearning_api;
grant usage on schema public to benchlearning_api;
grant select, insert, update, delete on all tables in schema public to benchlearning_api;
grant usage on all sequences in schema public to benchlearning_api;

-- Only ever added to.
revoke update, delete on practice_move, practice_adoption_move, plan_move, plan_advice, plan_evaluation, plan_evaluation_cell, change, level_change, classification, group_aggregate_part, mapping_rule_version, raw_content, raw_content_chunk, raw_file, audit_pending,
    audit_verification, briefing, briefing_document, question_set, cycle_model, cycle_state, cycle_state_move, cycle_move, minutes_comment from benchlearning_api;

-- What was stored goes by being emptied, so that it is known to have been there.
revoke delete on stored_analysis from benchlearning_api;

-- Written by functions that are named.
revoke insert, update, delete on audit_entry, audit_head from benchlearning_api;

-- The migrations' own.
revoke insert, update, delete on schema_version, programmable_version from benchlearning_api;

-- Ended, never removed.
revoke delete on practice, practice_comment, practice_adoption, improvement_plan, observation_revision, group_aggregate, import_batch, correction, release, indicator, indicator_version, territory, territory_version, source, network, organisation,
    survey, survey_token, network_cycle, cycle_member, cycle_meeting, meeting_minutes, indicator_set, collection_window, cycle_task, cycle_analysis from benchlearning_api;
