export const CONNECT_TIMEOUT_MS = 10_000;

/** Errors that occur before a request is sent, in words: the server cannot have seen it. */
export const connectionProblems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused: nothing listens on that port',
  ENOTFOUND: 'the host name does not exist',
  EAI_AGAIN: 'the host name cannot be looked up at the moment',
  EHOSTUNREACH: 'no route leads to the host',
  ENETUNREACH: 'no route leads to its network',
  UND_ERR_CONNECT_TIMEOUT: `no connection within ${CONNECT_TIMEOUT_MS / 1000} seconds`,
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  CERT_NOT_YET_VALID: 'the certificate of the server is not valid yet: check the clock of this machine',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN:
    'the certificate of the server was issued by an authority that this machine does not trust',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate of the server comes without that of its issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the certificate of the server was issued by an authority that this machine does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of the server comes without that of its issuer',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'the server does not speak TLS on this port: does its address begin with http://?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'the server does not speak TLS on this port: does its address begin with http://?',
};
