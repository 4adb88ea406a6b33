//! `serve`: search page and case pages on this machine.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;
use backpedal_web::Site;
use tokio::net::TcpListener;

use super::Context;
use crate::{
    args::ServeArgs,
    exit::{Ended, Hint},
    stages::Bench,
};

pub(crate) fn serve(context: &Context, args: &ServeArgs) -> anyhow::Result<Ended> {
    // The store is opened once here, so that a mistyped directory is told before anybody waits.
    let bench = Bench::open_existing(&context.settings, &context.console)?;
    drop(bench);
    let site = Site::new(&context.settings.store.value);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the server cannot start")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("{address} cannot be listened on"))
            .with_context(|| Hint("another program may hold the port: try --port 0".to_owned()))?;
        let address = listener.local_addr().context("the server has no address")?;
        context.console.result(&format!("http://{address}"))?;
        context.console.note("Ctrl-C stops the server");
        let stop = async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        backpedal_web::serve_on(site, listener, stop)
            .await
            .context("the server failed")?;
        Ok(Ended::Done)
    })
}
