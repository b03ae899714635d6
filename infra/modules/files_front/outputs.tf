output "origin" {
  description = "Where files are fetched."
  value       = "https://${aws_cloudfront_distribution.this.domain_name}"
}
