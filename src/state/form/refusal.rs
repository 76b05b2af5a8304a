//! What a refusal of the service is about: one table from its codes to parts of a request.

/// A part of a request that a form fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name is the part's own")]
pub enum Part {
    Name,
    Description,
    Version,
    /// What the brokers are: product, flavor, specification.
    Product,
    /// How much disk there is.
    Storage,
    Zones,
    Vpc,
    Subnet,
    SecurityGroup,
    User,
    Password,
    Window,
    /// Whether there is public access, and by which address.
    Public,
    /// Enterprise project.
    Project,
    /// The unit a subscription is paid by.
    Charging,
    /// For how many of that unit it is paid.
    Periods,
    /// Whether it goes on by itself.
    Renew,
    Tags,
}

/// The part that a code is about (sections 7.2 and 8.2 of the references: `DMS.00400060` and V1's
/// `111400060` are one); `None` for a code that is about none, or about several.
#[must_use]
pub fn part(code: &str) -> Option<Part> {
    let digits = code.strip_prefix("DMS.").unwrap_or(code);
    let digits = digits.strip_prefix("00400");
    let digits = digits.or_else(|| code.strip_prefix("111400"));
    match (digits, code) {
        (Some(digits), _) => of_request(digits),
        (None, code) => of_text(code),
    }
}

fn of_request(digits: &str) -> Option<Part> {
    let part = match digits {
        "010" | "060" | "081" => Part::Name,
        "011" => Part::Description,
        "008" => Part::Version,
        // The product, its specification, and whether there is any left.
        "009" | "022" | "028" | "029" | "055" | "125" => Part::Product,
        "124" | "500" => Part::Storage,
        "042" | "049" | "067" => Part::Zones,
        "013" | "068" => Part::Vpc,
        "016" | "018" | "020" => Part::Subnet,
        "014" | "046" | "048" => Part::SecurityGroup,
        "015" => Part::User,
        "012" | "019" | "080" => Part::Password,
        "106" => Part::Window,
        "128" => Part::Public,
        "021" => Part::Renew,
        "038" => Part::Periods,
        "047" => Part::Charging,
        _ => return None,
    };
    Some(part)
}

/// Codes of other groups: names, descriptions and tags, a disk that cannot grow, a project.
fn of_text(code: &str) -> Option<Part> {
    let part = match code {
        "DMS.10240007" | "DMS.10240011" | "DMS.10240012" => Part::Name,
        "DMS.10240010" | "DMS.10240013" => Part::Description,
        "DMS.10240004" | "DMS.10240035" | "DMS.10240036" | "DMS.10240038" | "DMS.10240039"
        | "DMS.10240044" | "DMS.10240045" => Part::Tags,
        "DMS.00404033" => Part::Storage,
        "DMS.00500033" => Part::Project,
        _ => return None,
    };
    Some(part)
}
