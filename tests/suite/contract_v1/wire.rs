//! What goes over the wire with V1, and what does not.

use super::*;

/// A service of V1 with this answer for everything.
async fn service(answer: Value) -> (Service, warren::api::ReadClient, warren::api::WriteClient) {
    let answer = Mutex::new(answer);
    let service = Service::start(move |_, _| Reply::ok(&*answer.lock().unwrap())).await;
    let options = warren::api::ConnectOptions {
        api_version: ApiVersion::V1,
        ..service.options()
    };
    let (reader, writer) = clients(options);
    (service, reader, writer)
}

#[tokio::test]
async fn the_list_is_one_request_and_what_it_lacks_is_said() {
    let row = |id: usize| json!({ "instance_id": format!("i{id}") });
    let rows: Vec<_> = (0..120).map(row).collect();
    let whole = json!({ "instances": rows, "instance_num": 120 });
    let (asked, reader, _) = service(whole).await;
    let list = reader.list_instances(|_| {}).await.unwrap();
    assert_eq!((list.instances.len(), list.missing), (120, vec![]));
    assert_eq!(asked.lines().len(), 1);
    let cut = json!({ "instances": rows[..10], "instance_num": 120 });
    let (asked, reader, _) = service(cut).await;
    let list = reader.list_instances(|_| {}).await.unwrap();
    assert_eq!((list.instances.len(), list.total), (10, Some(120)));
    let missing: Vec<_> = list
        .missing
        .iter()
        .map(|part| (part.from, part.to))
        .collect();
    assert_eq!(missing, [(10, 120)]);
    assert_eq!(asked.lines().len(), 1);
}

#[tokio::test]
async fn what_v1_has_no_call_for_is_refused_and_nothing_is_sent() {
    let (asked, reader, writer) = service(json!({})).await;
    let instance = id("i");
    let plugins = ListPlugins {
        instance: instance.clone(),
    };
    let error = reader.read(&plugins).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Setup);
    assert_eq!(
        error.to_string(),
        "could not list plug-ins: V1.0 of the API has no call for this; use api = \"v2\""
    );
    assert!(reader.list_tasks(&instance, None).await.is_err());
    let reset = ResetPassword {
        instance,
        new_password: Secret::new("Canary-Pw1"),
    };
    assert_eq!(reset.prepare(&home(ApiVersion::V1)), Err(Unsupported));
    // Made for V2, it is not sent by a client of V1.
    let refused = send(&writer, &reset).await.unwrap_err();
    assert!(matches!(refused, WriteError::NotSent(_)), "{refused:?}");
    assert_eq!(asked.lines(), Vec::<String>::new());
}
