//! Which methods a path has, so that a wrong method is 405 with `Allow` and not 404.
//!
//! A handler that is registered by `#[get("/…")]` is a resource of its own whose guard is the method: to the router a
//! path with another method does not exist. The OpenAPI document knows better, since every operation is in it.

use std::collections::BTreeSet;

use actix_web::dev::ResourceDef;
use utoipa::openapi::OpenApi;

/// The methods of every documented path.
#[derive(Default)]
pub struct RouteTable(Vec<(ResourceDef, Vec<&'static str>)>);

impl RouteTable {
    /// The table of the operations of a document.
    #[must_use]
    pub fn from_openapi(document: &OpenApi) -> Self {
        let rows = document.paths.paths.iter().map(|(path, item)| {
            let methods = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            (
                path.as_str(),
                methods
                    .into_iter()
                    .filter_map(|(name, operation)| operation.as_ref().map(|_| name))
                    .collect(),
            )
        });
        Self::new(rows.collect::<Vec<_>>())
    }

    /// A table of path templates such as `/v1/proposals/{id}` with their methods.
    #[must_use]
    pub fn new<'a>(rows: impl IntoIterator<Item = (&'a str, Vec<&'static str>)>) -> Self {
        Self(
            rows.into_iter()
                .map(|(template, methods)| (ResourceDef::new(template), methods))
                .collect(),
        )
    }

    /// The value of `Allow` for a path that does not have this method; `None` if it has, or if there is no such path.
    #[must_use]
    pub fn allow_instead(&self, method: &str, path: &str) -> Option<String> {
        let matching = self.0.iter().filter(|(template, _)| template.is_match(path));
        let mut methods: BTreeSet<_> = matching.flat_map(|(_, methods)| methods).copied().collect();
        if methods.contains("GET") {
            methods.insert("HEAD");
        }
        let wrong = !methods.is_empty() && !methods.contains(method);
        wrong.then(|| methods.into_iter().collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use utoipa::OpenApi as _;

    use super::*;

    #[utoipa::path(get, path = "/v1/proposals/{id}", responses((status = 200)))]
    #[expect(dead_code, reason = "only its documentation is used")]
    fn get_thing() {}

    #[utoipa::path(put, path = "/v1/proposals/{id}", responses((status = 200)))]
    #[expect(dead_code, reason = "only its documentation is used")]
    fn put_thing() {}

    #[derive(utoipa::OpenApi)]
    #[openapi(paths(get_thing, put_thing))]
    struct Document;

    #[test]
    fn allow_lists_what_the_document_lists() {
        let table = RouteTable::from_openapi(&Document::openapi());
        assert_eq!(
            table.allow_instead("POST", "/v1/proposals/7").as_deref(),
            Some("GET, HEAD, PUT")
        );
        assert_eq!(table.allow_instead("PUT", "/v1/proposals/7"), None);
        assert_eq!(table.allow_instead("POST", "/v1/proposals"), None);
        assert_eq!(table.allow_instead("POST", "/v1/proposals/7/more"), None);
    }
}
