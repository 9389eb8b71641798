package com.veetssuites.platform.recording;

import com.veetssuites.command.CommandFailed;
import com.veetssuites.platform.download.Downloads;
import com.veetssuites.platform.download.HostResolver;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {

  /** Not needed by those who only enqueue, and it reads all certificates of the machine. */
  @Bean
  @Lazy
  Downloads recordingDownloads(RecordingProperties properties) {
    try {
      return new Downloads(properties.rules(), HostResolver.SYSTEM, SSLContext.getDefault());
    } catch (IllegalArgumentException e) {
      throw new CommandFailed("veets.recordings is wrong: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
