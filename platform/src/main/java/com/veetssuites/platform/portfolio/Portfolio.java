package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.account.User;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The CV of a user: a stored document and what was read from it. */
@Entity
@Table(name = "portfolios")
@DynamicUpdate
class Portfolio {

  private static final int MAX_REASON = 500;
  private static final JsonMapper JSON = JsonMapper.shared();

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private long id;

  @OneToOne(fetch = FetchType.LAZY, optional = false)
  private User user;

  @Column(nullable = false)
  private String fileKey;

  @Column(nullable = false)
  private String contentType;

  @Column(nullable = false)
  private long size;

  @Column(nullable = false)
  private String sha256;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable String parsedContent;

  @Column(name = "is_public", nullable = false)
  private boolean visible;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private PortfolioStatus status;

  private @Nullable String statusReason;

  @Column(nullable = false, updatable = false)
  private Instant createdAt;

  @Column(nullable = false)
  private Instant updatedAt;

  @Version private long version;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected Portfolio() {}

  Portfolio(User user, Document document, String fileKey, boolean visible, Instant now) {
    this.user = user;
    this.fileKey = fileKey;
    this.contentType = document.contentType();
    this.size = document.size();
    this.sha256 = document.sha256();
    this.visible = visible;
    this.status = PortfolioStatus.UPLOADED;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /** There is a new document; what was read from the old one goes with it. */
  void replace(Document document, String newFileKey, Instant now) {
    fileKey = newFileKey;
    contentType = document.contentType();
    size = document.size();
    sha256 = document.sha256();
    parsedContent = null;
    become(PortfolioStatus.UPLOADED, null, now);
  }

  void processing(Instant now) {
    become(PortfolioStatus.PROCESSING, null, now);
  }

  /** The document has been read. */
  void processed(String content, Instant now) {
    parsedContent = content;
    become(PortfolioStatus.PROCESSED, null, now);
  }

  /** The document cannot be read. */
  void failed(String reason, Instant now) {
    become(PortfolioStatus.FAILED, reason, now);
  }

  /** The document could not be read yet. */
  void postponed(@Nullable String reason, Instant now) {
    become(PortfolioStatus.UPLOADED, reason, now);
  }

  private void become(PortfolioStatus newStatus, @Nullable String reason, Instant now) {
    status = newStatus;
    statusReason =
        reason == null ? null : reason.substring(0, Math.min(MAX_REASON, reason.length()));
    updatedAt = now;
  }

  void show(boolean toEverybody, Instant now) {
    if (visible != toEverybody) {
      visible = toEverybody;
      updatedAt = now;
    }
  }

  long id() {
    return id;
  }

  User user() {
    return user;
  }

  /** Key of the document in the file store. */
  String fileKey() {
    return fileKey;
  }

  String contentType() {
    return contentType;
  }

  /** Bytes of the document. */
  long size() {
    return size;
  }

  /** Of the document, in hex. */
  String sha256() {
    return sha256;
  }

  /** What was read from the document; null before. */
  @Nullable JsonNode parsedContent() {
    return parsedContent == null ? null : JSON.readTree(parsedContent);
  }

  boolean isPublic() {
    return visible;
  }

  PortfolioStatus status() {
    return status;
  }

  /** Why the document could not be read; null when there is no reason to give. */
  @Nullable String statusReason() {
    return statusReason;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  long version() {
    return version;
  }
}
