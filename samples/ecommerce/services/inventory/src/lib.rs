//! The service `inventory`: what is on the shelves, and for whom it is kept.

mod migrations;

use inventory_contract::*;
use inventory_ports::*;
use platform_core::{Cx, Failure, async_trait};
use platform_store::Tx;

pub use migrations::MIGRATIONS;

/// With fewer left than this, somebody should order more.
const LOW: i32 = 5;

/// The service.
pub struct Inventory {
    /// What it stands on: its store and the services it calls.
    pub ports: Ports,
}

impl Inventory {
    /// Builds the service on what it stands on.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

// Rules of the house: no call to another service while a transaction is open (it would hold the store's only writer);
// whatever must happen together goes into one `Tx`; undo with `cx.without_deadline()`.
#[async_trait]
impl InventoryApi for Inventory {
    async fn get_stock(&self, cx: &Cx, req: GetStockRequest) -> Result<Stock, Failure<GetStockError>> {
        self.ports.get_stock(cx, req).await
    }

    async fn set_stock(&self, _cx: &Cx, req: SetStockRequest) -> Result<Stock, Failure<SetStockError>> {
        let mut tx = self.ports.store.begin().await?;
        let reserved = ItemRows::lock(&mut tx, &req.sku).await?.map_or(0, |item| item.reserved);
        let item = ItemRow { sku: req.sku, available: req.available, reserved };
        ItemRows::put(&mut tx, &item).await?;
        tx.commit().await?;
        Ok(Stock { sku: item.sku, available: item.available, reserved: item.reserved })
    }

    async fn reserve(&self, cx: &Cx, req: ReserveRequest) -> Result<Reservation, Failure<ReserveError>> {
        let mut tx = self.ports.store.begin().await?;
        let reservation = ReservationRow { order: req.order, lines: req.lines };
        // Said twice for one order, it is kept once.
        if ReservationRows::insert(&mut tx, &reservation).await? {
            // In one order of articles everywhere, or two orders could wait for each other's rows.
            let mut lines = reservation.lines.clone();
            lines.sort_by(|a, b| a.sku.cmp(&b.sku));
            for line in lines {
                keep(cx, &mut tx, line).await?;
            }
        }
        tx.commit().await?;
        Ok(Reservation { order: reservation.order, lines: reservation.lines })
    }

    async fn release(&self, _cx: &Cx, req: ReleaseRequest) -> Result<(), Failure<ReleaseError>> {
        let mut tx = self.ports.store.begin().await?;
        let Some(mut reservation) = ReservationRows::lock(&mut tx, &req.order).await? else {
            return Err(UnknownReservation { order: req.order }.into());
        };
        reservation.lines.sort_by(|a, b| a.sku.cmp(&b.sku));
        for line in reservation.lines {
            if let Some(mut item) = ItemRows::lock(&mut tx, &line.sku).await? {
                item.available += line.quantity;
                item.reserved -= line.quantity;
                ItemRows::put(&mut tx, &item).await?;
            }
        }
        ReservationRows::delete(&mut tx, &req.order).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Keeps what one line asks for; tells when the shelf gets empty.
async fn keep(cx: &Cx, tx: &mut Tx, line: ReservationLine) -> Result<(), Failure<ReserveError>> {
    let Some(mut item) = ItemRows::lock(tx, &line.sku).await? else {
        return Err(UnknownSku { sku: line.sku }.into());
    };
    if item.available < line.quantity {
        return Err(OutOfStock { sku: item.sku, requested: line.quantity, available: item.available }.into());
    }
    let was_low = item.available < LOW;
    item.available -= line.quantity;
    item.reserved += line.quantity;
    ItemRows::put(tx, &item).await?;
    if item.available < LOW && !was_low {
        tx.publish(cx, &StockLow { sku: item.sku, available: item.available }).await?;
    }
    Ok(())
}
