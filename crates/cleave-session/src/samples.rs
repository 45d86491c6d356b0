//! The designs that come with Cleave.

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Also the name of its file.
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// Its text form.
    pub text: &'static str,
}

/// All of them.
pub fn all() -> &'static [Sample] {
    &[
        Sample {
            name: "ecommerce",
            about: "A web shop: browse, order, pay, ship, notify",
            text: include_str!("../../../samples/ecommerce/ecommerce.cleave.kdl"),
        },
        Sample {
            name: "social-network",
            about: "Post, follow, read, be told, and be safe",
            text: include_str!("../../../samples/social-network/social-network.cleave.kdl"),
        },
        Sample {
            name: "content-management",
            about: "Write, review, translate and publish, with findings to talk about",
            text: include_str!("../../../samples/content-management/content-management.cleave.kdl"),
        },
        Sample {
            name: "banking",
            about: "Accounts, payments, cards, and what watches over them",
            text: include_str!("../../../samples/banking/banking.cleave.kdl"),
        },
    ]
}

/// The one of this name.
pub fn find(name: &str) -> Option<Sample> {
    all().iter().find(|sample| sample.name == name).copied()
}
