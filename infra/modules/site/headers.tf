# The values of apps/web/headers.py, which a test holds these against.
locals {
  policies = {
    shell = {
      content_security = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types parley-worker"
      others = {
        "Cross-Origin-Opener-Policy"   = "same-origin"
        "Cross-Origin-Resource-Policy" = "same-origin"
        "Permissions-Policy"           = "camera=(self), display-capture=(self), microphone=(self), screen-wake-lock=(self), accelerometer=(), browsing-topics=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), midi=(), payment=(), publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()"
      }
    }
    static = {
      content_security = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      others           = { "Cross-Origin-Resource-Policy" = "same-origin" }
    }
  }
}

resource "aws_cloudfront_response_headers_policy" "this" {
  for_each = local.policies

  name = "${var.name}-${each.key}"

  security_headers_config {
    content_security_policy {
      content_security_policy = replace(
        replace(each.value.content_security, "connect-src 'self'", "connect-src 'self' ${var.uploads_origin}"),
        "/(img|media)-src 'self'/", "$1-src 'self' ${var.files_origin}"
      )
      override = true
    }

    content_type_options {
      override = true
    }

    referrer_policy {
      referrer_policy = "same-origin"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      preload                    = true
      override                   = true
    }
  }

  custom_headers_config {
    dynamic "items" {
      for_each = each.value.others

      content {
        header   = items.key
        value    = items.value
        override = true
      }
    }
  }
}
