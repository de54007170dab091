// A QuickFIX (C++) session at the end of a pipe, for tests: one that was written by others, so that what we speak is FIX and not
// only our own idea of it. The test compiles it (see quickfix.ts):
//
//   g++ -std=c++14 -O1 -DHAVE_SSL=1 peer.cpp -o peer -lquickfix -lssl -lcrypto -lpthread
//   ./peer SETTINGS        SETTINGS: a QuickFIX settings file; its ConnectionType decides which side this is
//
// Lines on stdin: `35=D|11=A|…` sends a message (QuickFIX adds the header), `quit` ends. Lines on
// stdout: `IN …` and `OUT …` are messages, with `|` between the fields; `UP` and `DOWN` say when the session is logged on.
// Environment: PEER_KEY = PEM file of an Ed25519 key that signs the Logon, PEER_KEY_ID = Username(553); PEER_TLS = 1.
#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/FixFields.h>
#include <quickfix/SSLSocketAcceptor.h>
#include <quickfix/SSLSocketInitiator.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/SocketInitiator.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

namespace {

const char SOH = '\x01';
std::mutex output;

void say(const std::string& what, std::string text) {
  for (char& c : text)
    if (c == SOH) c = '|';
  std::lock_guard<std::mutex> lock(output);
  std::cout << what << (text.empty() ? "" : " ") << text << std::endl;
}

std::string env(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string signature(const std::string& text) {
  std::FILE* file = std::fopen(env("PEER_KEY").c_str(), "r");
  if (file == nullptr) throw std::runtime_error("cannot read " + env("PEER_KEY"));
  EVP_PKEY* key = PEM_read_PrivateKey(file, nullptr, nullptr, nullptr);
  std::fclose(file);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::vector<unsigned char> bytes(64);
  size_t length = bytes.size();
  EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key);
  EVP_DigestSign(context, bytes.data(), &length, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  std::vector<unsigned char> base64(4 * ((length + 2) / 3) + 1);
  EVP_EncodeBlock(base64.data(), bytes.data(), static_cast<int>(length));
  return reinterpret_cast<const char*>(base64.data());
}

class Peer : public FIX::Application {
public:
  FIX::SessionID session;

  void onCreate(const FIX::SessionID& id) override { session = id; }
  void onLogon(const FIX::SessionID&) override { say("UP", ""); }
  void onLogout(const FIX::SessionID&) override { say("DOWN", ""); }

  void toAdmin(FIX::Message& message, const FIX::SessionID&) override {
    if (message.getHeader().getField(35) == "A" && !env("PEER_KEY").empty()) sign(message);
    say("OUT", message.toString());
  }
  void toApp(FIX::Message& message, const FIX::SessionID&) throw(FIX::DoNotSend) override {
    say("OUT", message.toString());
  }
  void fromAdmin(const FIX::Message& message, const FIX::SessionID&) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override {
    say("IN", message.toString());
  }
  void fromApp(const FIX::Message& message, const FIX::SessionID&) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override {
    say("IN", message.toString());
  }

private:
  void sign(FIX::Message& logon) {
    const FIX::Header& header = logon.getHeader();
    std::string text = "A";
    for (int tag : {49, 56, 34, 52}) text += SOH + header.getField(tag);
    const std::string signed_ = signature(text);
    logon.setField(95, std::to_string(signed_.size()));
    logon.setField(96, signed_);
    if (!env("PEER_KEY_ID").empty()) logon.setField(553, env("PEER_KEY_ID"));
  }
};

FIX::Message messageOf(const std::string& line) {
  FIX::Message message;
  std::istringstream fields(line);
  for (std::string field; std::getline(fields, field, '|');) {
    const size_t equals = field.find('=');
    const int tag = std::atoi(field.c_str());
    const std::string value = field.substr(equals + 1);
    if (tag == 35) message.getHeader().setField(tag, value);
    else message.setField(tag, value);
  }
  return message;
}

void obey(const Peer& peer) {
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    FIX::Message message = messageOf(line);
    FIX::Session::sendToTarget(message, peer.session);
  }
}

template <class Side> void run(Side&& side, const Peer& peer) {
  side.start();
  obey(peer);
  side.stop();
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 2) throw std::runtime_error("usage: peer SETTINGS");
  FIX::SessionSettings settings(arguments[1]);
  Peer peer;
  FIX::FileStoreFactory stores(settings);
  const bool isTls = env("PEER_TLS") == "1";
  const bool isVenue = settings.get().getString("ConnectionType") == "acceptor";
  if (isVenue && isTls) run(FIX::SSLSocketAcceptor(peer, stores, settings), peer);
  else if (isVenue) run(FIX::SocketAcceptor(peer, stores, settings), peer);
  else if (isTls) run(FIX::SSLSocketInitiator(peer, stores, settings), peer);
  else run(FIX::SocketInitiator(peer, stores, settings), peer);
} catch (std::exception& error) {
  std::cerr << "peer: " << error.what() << std::endl;
  return 1;
}
