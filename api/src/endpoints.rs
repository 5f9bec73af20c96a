//! The operations: one file each, named by operationId.

mod get_input_summary;
mod get_livez;
mod get_problem_kind;
mod get_proposal;
mod get_readyz;
mod list_input_by_paragraph;
mod list_input_by_region;
mod list_input_comments;
mod list_positions;
mod list_problem_kinds;
mod table_proposal;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every operation; registering documents it.
pub fn configure(service: &mut ServiceConfig<'_>) {
    service.service(table_proposal::table_proposal).service(get_proposal::get_proposal);
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
}
