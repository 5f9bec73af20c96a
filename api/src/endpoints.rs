//! The operations: one file each, named by operationId.

mod get_proposal;
mod table_proposal;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every operation; registering documents it.
pub fn configure(service: &mut ServiceConfig<'_>) {
    service.service(table_proposal::table_proposal).service(get_proposal::get_proposal);
}
