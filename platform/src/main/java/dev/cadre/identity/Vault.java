package dev.cadre.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets that must be read again, with AES-256-GCM under one master key. What is sealed
 * opens only under the name it was sealed for, so that a row can't be swapped for another's.
 * Thread-safe.
 *
 * <p>Sealed form, in base64: one byte of version (1), 12 of nonce, the ciphertext, 16 of tag.
 * Nonces are random: at most 2^32 seals under one key (NIST SP 800-38D, 8.3).
 */
public final class Vault {
  private static final byte VERSION = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random;

  /**
   * Reads the master key, or makes one with mode 0600 at the first start. Nodes that share a
   * database share this file.
   */
  public static Vault at(Path keyFile, SecureRandom random) throws IOException {
    byte[] key =
        SecretFile.readOrCreate(
            keyFile,
            () -> {
              byte[] fresh = new byte[KEY_BYTES];
              random.nextBytes(fresh);
              return fresh;
            });
    if (key.length != KEY_BYTES) {
      throw new IOException(
          keyFile
              + " has "
              + key.length
              + " bytes; a master key has 32: restore it, or delete it with every access key");
    }
    return new Vault(new SecretKeySpec(key, "AES"), random);
  }

  /** A vault for this process alone: nothing it seals opens after the next start. */
  public static Vault transientOne(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new Vault(new SecretKeySpec(key, "AES"), random);
  }

  private Vault(SecretKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /** Seals {@code plain} for {@code name}, which is not secret. */
  public String seal(byte[] plain, String name) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, name);
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                .put(VERSION)
                .put(nonce)
                .put(sealed)
                .array());
  }

  /**
   * Throws {@code IllegalStateException} when {@code text} was not sealed by this key for this
   * name.
   */
  public byte[] open(String text, String name) {
    byte[] sealed = bytes(text, name);
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw unknownForm(name);
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    return run(
        Cipher.DECRYPT_MODE,
        nonce,
        Arrays.copyOfRange(sealed, 1 + NONCE_BYTES, sealed.length),
        name);
  }

  /**
   * A key of its own for {@code purpose}, the same on every node that shares the master key (HKDF,
   * RFC 5869).
   */
  public SecretKey derived(String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "HmacSHA256",
              HKDFParameterSpec.ofExtract()
                  .addIKM(key)
                  .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HKDF-SHA256", e);
    }
  }

  private static byte[] bytes(String text, String name) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw unknownForm(name);
    }
  }

  private static IllegalStateException unknownForm(String name) {
    return new IllegalStateException("the secret of " + name + " is not in a form known here");
  }

  private byte[] run(int mode, byte[] nonce, byte[] input, String name) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the secret of " + name + " was not sealed under this master key; restore the key file",
          e);
    }
  }
}
