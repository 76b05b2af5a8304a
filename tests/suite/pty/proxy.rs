//! A proxy that refuses its password, as the dashboard shows it.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::driver::{Pty, warren};

/// A proxy that answers everything with 407, and how often it was asked.
fn refusing() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            count.fetch_add(1, Ordering::SeqCst);
            let _ = stream.write_all(b"HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n");
        }
    });
    (address, asked)
}

#[test]
fn a_proxy_that_refuses_is_named_on_the_screen_and_asked_again_only_by_the_user() {
    for (lang, top, help) in [
        (
            "en",
            "LOCKED: the proxy refuses us, A tries again",
            "Set the right user name and password in the variable",
        ),
        (
            "zh-CN",
            "已锁定：代理拒绝，A 重试",
            "请在环境变量中设置正确的用户名和密码",
        ),
    ] {
        let (address, asked) = refusing();
        let mut command = warren(&["--region", "cn-north-4", "--refresh", "1", "--lang", lang]);
        command.env("HUAWEICLOUD_SDK_AK", "AKFORTESTSONLY000000");
        command.env("HUAWEICLOUD_SDK_SK", "canary-secret-key");
        command.env("HTTPS_PROXY", format!("http://ops:canary@{address}"));
        let mut pty = Pty::spawn(command, 120, 30);
        pty.until_text(top);
        pty.until_text(help);
        pty.until_text(&format!("{address} (HTTPS_PROXY)"));
        assert!(!pty.text().contains("canary"), "{}", pty.text());
        let before = asked.load(Ordering::SeqCst);
        assert_eq!(before, 1);
        pty.send("A");
        pty.until("the second question", |_| asked.load(Ordering::SeqCst) == 2);
        pty.send("\x03");
        pty.until_end();
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }
}
