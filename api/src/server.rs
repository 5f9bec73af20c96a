//! Listens, runs the tasks beside the requests, and stops in order.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use actix_web::{App as ActixApp, HttpServer};
use event_log::WriterEnd;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use utoipa_actix_web::AppExt;

use crate::app::App;
use crate::closing;
use crate::docs::{self, Document};
use crate::endpoints;
use crate::following;
use crate::http::edge::Edge;
use crate::http::routes::RouteTable;
use crate::openapi;

/// In-flight requests get this long after SIGTERM, in seconds.
const DRAIN_SECONDS: u64 = 25;

/// How often old idempotency keys are forgotten.
const FORGET_EVERY: Duration = Duration::from_hours(1);

/// A server that listens.
pub struct Running {
    /// The shared application.
    pub app: Data<App>,
    /// Where it listens.
    pub address: SocketAddr,
    handle: ServerHandle,
    server: JoinHandle<std::io::Result<()>>,
    stopping: watch::Sender<bool>,
    tasks: JoinSet<&'static str>,
}

/// Why a server ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The listener failed.
    #[error("the listener failed")]
    Listener(#[source] std::io::Error),
    /// A task that everything depends on has died.
    #[error("{0} has stopped unexpectedly")]
    Task(&'static str),
}

/// Starts to serve on a bound listener.
///
/// # Errors
/// When the listener cannot be used.
pub fn start(app: App, listener: TcpListener) -> std::io::Result<Running> {
    let address = listener.local_addr()?;
    let app = Data::new(app);
    let contract = openapi::document();
    let edge = Edge::new(Arc::clone(&app.ids), Arc::new(RouteTable::from_openapi(&contract)));
    let document = Document::of(&contract);
    let limits = Data::new(app.config.limits.clone());
    let shared = app.clone();
    let server = HttpServer::new(move || {
        let (service, _) = ActixApp::new()
            .into_utoipa_app()
            .app_data(shared.clone())
            .app_data(limits.clone())
            .configure(endpoints::configure)
            .split_for_parts();
        service
            .configure(|config| docs::configure(config, document.clone()))
            .wrap(edge.clone())
    })
    .workers(std::thread::available_parallelism().map_or(2, std::num::NonZero::get))
    .max_connections(app.config.limits.connections)
    .shutdown_timeout(DRAIN_SECONDS)
    .disable_signals()
    .listen(listener)?
    .run();
    let handle = server.handle();
    let (stopping, stop) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let closing = closing::run(app.clone().into_inner(), stop.clone());
    tasks.spawn(async {
        closing.await;
        "the clock that closes consultations"
    });
    if app.is_shared {
        let following = following::run(app.clone().into_inner(), stop.clone());
        tasks.spawn(async {
            following.await;
            "the task that follows other nodes"
        });
    }
    let forgetting = forget_keys(app.clone().into_inner(), stop);
    tasks.spawn(async {
        forgetting.await;
        "the task that forgets idempotency keys"
    });
    Ok(Running {
        app,
        address,
        handle,
        server: tokio::spawn(server),
        stopping,
        tasks,
    })
}

impl Running {
    /// Waits until something that everything depends on has died. Never returns while all is well.
    pub async fn failed(&mut self) -> Failure {
        let log = self.app.log().clone();
        let view = self.app.input.clone();
        let writer = async {
            while log.writer_stopped().await != WriterEnd::Failed {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            ended = &mut self.server => match ended {
                Ok(Err(error)) => Failure::Listener(error),
                Ok(Ok(())) | Err(_) => Failure::Task("the listener"),
            },
            () = writer => Failure::Task("the log's writer"),
            _ = view.stopped() => Failure::Task("the view proposal-input"),
            // They end when they are told to stop, and nobody has.
            Some(ended) = self.tasks.join_next() => Failure::Task(ended.unwrap_or("a task beside the requests")),
        }
    }

    /// Finishes requests in flight, then stops everything.
    pub async fn stop(mut self) {
        self.stopping.send_replace(true);
        self.handle.stop(true).await;
        // A task that panicked has nothing left to finish.
        while self.tasks.join_next().await.is_some() {}
        self.app.close().await;
    }
}

async fn forget_keys(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = app.forget_old_keys().await {
            tracing::warn!(error = %error, "old idempotency keys could not be forgotten");
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(FORGET_EVERY) => {}
        }
    }
}
