//! The operations: one file each, named by operationId.

mod align_with;
mod answer_disposition;
mod apply_register;
mod assign_comment;
mod associate_with_text;
mod break_package;
mod break_silence;
mod bulk_propose_dispositions;
mod bulk_record_member_views;
mod circulate_revision;
mod close_consultation;
mod compare_revisions;
mod confirm_placement;
mod confirm_submission;
mod defer_comments;
mod dissociate_from;
mod enter_submission;
mod explain_position;
mod export_input;
mod extend_consultation;
mod extend_package;
mod extend_silence;
mod get_calendar;
mod get_comment;
mod get_convergence;
mod get_input_summary;
mod get_livez;
mod get_matrix;
mod get_outcome_note;
mod get_package;
mod get_participation;
mod get_problem_kind;
mod get_proposal;
mod get_readyz;
mod get_register;
mod get_response_letter;
mod get_revision;
mod get_rolling_text;
mod get_silence_record;
mod get_submission;
mod get_worklist;
mod import_sheet;
mod list_consultations;
mod list_input_by_paragraph;
mod list_input_by_region;
mod list_input_comments;
mod list_near_duplicates;
mod list_outcomes;
mod list_placements;
mod list_positions;
mod list_problem_kinds;
mod list_proposals;
mod list_submissions;
mod lodge_submission;
mod open_consultation;
mod open_package;
mod open_silence;
mod propose_disposition;
mod publish_dispositions;
mod record_member_view;
mod revise_submission;
mod set_cut_off;
mod set_topics;
mod table_proposal;
mod take_back_package;
mod take_back_silence;
mod withdraw_proposal;
mod withdraw_submission;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every operation; registering documents it.
pub fn configure(service: &mut ServiceConfig<'_>) {
    service
        .service(get_register::get_register)
        .service(apply_register::apply_register);
    service
        .service(table_proposal::table_proposal)
        .service(list_proposals::list_proposals)
        .service(get_proposal::get_proposal)
        .service(circulate_revision::circulate_revision)
        .service(get_revision::get_revision)
        .service(compare_revisions::compare_revisions)
        .service(withdraw_proposal::withdraw_proposal);
    service
        .service(open_consultation::open_consultation)
        .service(extend_consultation::extend_consultation)
        .service(close_consultation::close_consultation)
        .service(list_consultations::list_consultations);
    service
        .service(open_silence::open_silence)
        .service(extend_silence::extend_silence)
        .service(take_back_silence::take_back_silence)
        .service(break_silence::break_silence)
        .service(explain_position::explain_position)
        .service(associate_with_text::associate_with_text)
        .service(get_silence_record::get_silence_record)
        .service(get_outcome_note::get_outcome_note);
    service
        .service(get_input_summary::get_input_summary)
        .service(list_input_comments::list_input_comments)
        .service(list_input_by_paragraph::list_input_by_paragraph)
        .service(list_input_by_region::list_input_by_region)
        .service(list_positions::list_positions);
    service
        .service(get_matrix::get_matrix)
        .service(export_input::export_input)
        .service(get_response_letter::get_response_letter)
        .service(import_sheet::import_sheet);
    service
        .service(confirm_placement::confirm_placement)
        .service(list_placements::list_placements)
        .service(get_rolling_text::get_rolling_text)
        .service(list_outcomes::list_outcomes)
        .service(get_participation::get_participation)
        .service(get_worklist::get_worklist)
        .service(get_convergence::get_convergence)
        .service(get_calendar::get_calendar);
    service
        .service(get_livez::get_livez)
        .service(get_readyz::get_readyz)
        .service(list_problem_kinds::list_problem_kinds)
        .service(get_problem_kind::get_problem_kind);
    service
        .service(lodge_submission::lodge_submission)
        .service(enter_submission::enter_submission)
        .service(list_submissions::list_submissions)
        .service(get_submission::get_submission)
        .service(revise_submission::revise_submission)
        .service(confirm_submission::confirm_submission)
        .service(withdraw_submission::withdraw_submission)
        .service(align_with::align_with)
        .service(dissociate_from::dissociate_from);
    service
        .service(get_comment::get_comment)
        .service(propose_disposition::propose_disposition)
        .service(record_member_view::record_member_view)
        .service(assign_comment::assign_comment)
        .service(set_topics::set_topics)
        .service(answer_disposition::answer_disposition);
    service
        .service(bulk_propose_dispositions::bulk_propose_dispositions)
        .service(bulk_record_member_views::bulk_record_member_views)
        .service(defer_comments::defer_comments)
        .service(set_cut_off::set_cut_off)
        .service(publish_dispositions::publish_dispositions)
        .service(list_near_duplicates::list_near_duplicates);
    service
        .service(open_package::open_package)
        .service(extend_package::extend_package)
        .service(take_back_package::take_back_package)
        .service(break_package::break_package)
        .service(get_package::get_package);
}
