//! The operations: one file each, named by operationId.

mod align_with;
mod apply_register;
mod circulate_revision;
mod close_consultation;
mod compare_revisions;
mod confirm_submission;
mod dissociate_from;
mod enter_submission;
mod extend_consultation;
mod get_input_summary;
mod get_livez;
mod get_problem_kind;
mod get_proposal;
mod get_readyz;
mod get_register;
mod get_revision;
mod get_submission;
mod list_consultations;
mod list_input_by_paragraph;
mod list_input_by_region;
mod list_input_comments;
mod list_positions;
mod list_problem_kinds;
mod list_proposals;
mod list_submissions;
mod lodge_submission;
mod open_consultation;
mod revise_submission;
mod table_proposal;
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
        .service(get_input_summary::get_input_summary)
        .service(list_input_comments::list_input_comments)
        .service(list_input_by_paragraph::list_input_by_paragraph)
        .service(list_input_by_region::list_input_by_region)
        .service(list_positions::list_positions);
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
}
