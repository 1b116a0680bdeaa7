/** A certificate for 127.0.0.1 and localhost that nobody trusts unless told to, good for a hundred years. Its key is no secret: it is for doubles on loopback only. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUTG1fHatOrp3Ko01p/bSFgKjx7x8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA2MTg1NFoYDzIxMjYxMDI4
MDYxODU0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATd2YeFZYAuqBe7wm96408wb4npRelS/bIFQ1FdlBrkiYJjx6fo6ikv
TjlmAsUUjaaIBuU+Vwe/3doj5S9Ymmdjo28wbTAdBgNVHQ4EFgQUGCoPOgaS4pSy
aC00/34YvhH6YoAwHwYDVR0jBBgwFoAUGCoPOgaS4pSyaC00/34YvhH6YoAwGgYD
VR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
zj0EAwIDRwAwRAIgPa4b8WGxYWGppAS8f7wgCBdLkqaf2NzglVS+wR4+LqECIAFU
B9/NJIhyykQx73g4N4NArePcdWwsjMz5vSPFGOM4
-----END CERTIFICATE-----
`;

export const certificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0MnnjwfGS8psRtos
7hBP+U3E0+GMCX6JmKQiZ8Mt17mhRANCAATd2YeFZYAuqBe7wm96408wb4npRelS
/bIFQ1FdlBrkiYJjx6fo6ikvTjlmAsUUjaaIBuU+Vwe/3doj5S9Ymmdj
-----END PRIVATE KEY-----
`;
